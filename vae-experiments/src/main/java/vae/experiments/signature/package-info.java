/**
 * Signatures over a run's manifest in the form of OpenSSH: {@link
 * vae.experiments.signature.SshSignature} makes and checks them, with {@code ssh-ed25519} keys and
 * Java's own Ed25519. Start there. Knows no runs; depends on nothing else here.
 */
package vae.experiments.signature;
