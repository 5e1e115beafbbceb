/** Stand-in. */
package vae.core.model;
