#!/bin/sh
# A SLURM cluster of two nodes on this machine, over loopback, for tests. As root.
#
#   cluster.sh install          Debian's packages; starts no service of the system
#   cluster.sh start FOLDER     writes FOLDER/slurm.conf and starts munge, slurmctld and two slurmd
#   cluster.sh node FOLDER N    starts node n1 or n2 again
#   cluster.sh stop FOLDER      ends what start started, by its process ids
set -eu

install() {
  command -v slurmctld >/dev/null && command -v slurmd >/dev/null && command -v munged >/dev/null && return
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -q -y --no-install-recommends slurmctld slurmd slurm-client munge
}

configure() {
  host=$(hostname -s)
  mkdir -p "$folder/ctld" "$folder/n1" "$folder/n2" "$folder/log"
  cat >"$folder/slurm.conf" <<CONF
ClusterName=vae
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
CredType=cred/munge
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
StateSaveLocation=$folder/ctld
SlurmdSpoolDir=$folder/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=$folder/log/jobcomp.log
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=sched_min_interval=100000,batch_sched_delay=0
ReturnToService=2
JobRequeue=1
RequeueExit=75
KillWait=2
SlurmdTimeout=15
MaxArraySize=100001
MaxJobCount=100000
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=16821 CPUs=1 RealMemory=2500 State=UNKNOWN
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=16822 CPUs=1 RealMemory=2500 State=UNKNOWN
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
CONF
}

start() {
  [ -r /etc/munge/munge.key ] || { echo "no /etc/munge/munge.key: run cluster.sh install" >&2; exit 1; }
  configure
  # munged must not trust a folder that others may write to.
  chmod 755 "$folder"
  munged --force --socket="$folder/munge.socket" --pid-file="$folder/munged.pid" \
    --log-file="$folder/log/munged.log" --seed-file="$folder/munged.seed" --key-file=/etc/munge/munge.key
  export SLURM_CONF="$folder/slurm.conf"
  slurmctld -c
  slurmd -N n1
  slurmd -N n2
  for _ in $(seq 100); do
    [ "$(sinfo --noheader --Node --format=%T 2>/dev/null | grep -c idle)" = 2 ] && return
    sleep 0.2
  done
  echo "the nodes are not idle after 20 s:" >&2
  sinfo --Node >&2
  exit 1
}

end() {
  [ -r "$1" ] || return 0
  pid=$(cat "$1")
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 50); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -9 "$pid" 2>/dev/null || :
}

case ${1:-} in
  install) install ;;
  start | node | stop)
    folder=$2
    export SLURM_CONF="$folder/slurm.conf"
    case $1 in
      start) start ;;
      node) slurmd -N "$3" ;;
      stop)
        scancel --user="$(id -un)" 2>/dev/null || :
        sleep 1
        for file in slurmd-n1.pid slurmd-n2.pid slurmctld.pid munged.pid; do end "$folder/$file"; done
        ;;
    esac
    ;;
  *) sed -n '2,8p' "$0" >&2; exit 2 ;;
esac
