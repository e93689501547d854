/** Durations of the platform's production configuration, in seconds of the simulated world. */
const PRODUCTION = {
  heartbeatInterval: 30,
  taskTimeout: 30,
  taskRetry: 1,
  taskRecheck: 5,
  circuitBreakerPause: 30,
  guardInterval: 5,
  replicaReady: 300,
  compensationRetry: 1,
  lease: 10,
  instanceReady: 180,
  reservationReady: 120,
  pollInterval: 2,
  inventoryInterval: 10,
} as const;

/**
 * World seconds for which the three stages of a rollout are watched here, shorter than in production (30, 60, 90): the simulated fleets'
 * figures do not scatter, so that longer windows would show the same. They keep production's proportions: the last stage has nothing unchanged beside it to be
 * compared with, and begins with requests that were slowed down while half of the replicas restarted. A scenario that must act within a stage asks for longer ones.
 */
const ROLLOUT_WINDOWS = [5, 10, 15] as const;

/** An agent is called unreachable when its heartbeat is late by half an interval: 45 s in production. */
const UNREACHABLE_HEARTBEATS = 1.5;

/** Wall seconds below which a duration would measure the machine's load rather than the platform. */
const LEAST = { heartbeatInterval: 1, unreachable: 2, taskTimeout: 10, lease: 2, retry: 0.25, interval: 0.1 } as const;

/**
 * The platform's variables for durations, in wall seconds: production divided by the speed of the world. Lifetimes of
 * tokens are not among them: what protects is never scaled.
 * @param worldSpeed world seconds per wall second.
 */
export function platformDurations(worldSpeed: number) {
  const wall = (seconds: number, least = 0): string => String(round(Math.max(seconds / worldSpeed, least)));
  const heartbeat = Math.max(PRODUCTION.heartbeatInterval / worldSpeed, LEAST.heartbeatInterval);
  return {
    orchestrator: {
      HEARTBEAT_INTERVAL_SECONDS: String(round(heartbeat)),
      AGENT_UNREACHABLE_SECONDS: String(round(Math.max(heartbeat * UNREACHABLE_HEARTBEATS, LEAST.unreachable))),
      TASK_TIMEOUT_SECONDS: wall(PRODUCTION.taskTimeout, LEAST.taskTimeout),
      TASK_RETRY_SECONDS: wall(PRODUCTION.taskRetry, LEAST.retry),
      TASK_RECHECK_SECONDS: wall(PRODUCTION.taskRecheck, LEAST.retry),
      CIRCUIT_BREAKER_PAUSE_SECONDS: wall(PRODUCTION.circuitBreakerPause, LEAST.heartbeatInterval),
      ROLLOUT_WINDOWS_SECONDS: ROLLOUT_WINDOWS.map((seconds) => wall(seconds)).join(','),
      GUARD_INTERVAL_SECONDS: wall(PRODUCTION.guardInterval, LEAST.interval),
      REPLICA_READY_SECONDS: wall(PRODUCTION.replicaReady),
      COMPENSATION_RETRY_SECONDS: wall(PRODUCTION.compensationRetry, LEAST.interval),
      LEASE_SECONDS: wall(PRODUCTION.lease, LEAST.lease),
    },
    agents: {
      INSTANCE_READY_SECONDS: wall(PRODUCTION.instanceReady),
      RESERVATION_READY_SECONDS: wall(PRODUCTION.reservationReady),
      POLL_INTERVAL_SECONDS: wall(PRODUCTION.pollInterval, LEAST.interval),
    },
    runtime: {
      POLL_INTERVAL_SECONDS: wall(PRODUCTION.pollInterval, LEAST.interval),
      INVENTORY_INTERVAL_SECONDS: wall(PRODUCTION.inventoryInterval, LEAST.interval),
    },
  } as const;
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
