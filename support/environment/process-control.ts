/** An orchestrator that runs. */
export interface RunningOrchestrator {
  /** Of its process. */
  readonly name: string;
  /** Its own, not that of what stands before all of them; without a slash at the end. */
  readonly url: string;
}

/** Of a process, by name of the variable. */
export type Settings = Readonly<Record<string, string>>;

/**
 * What may be done to the processes of an environment that a scenario has for itself. Not every target can: a remote one does not let
 * anybody near its processes. Every method throws an EnvironmentError that says what is wrong.
 */
export interface ProcessControl {
  /** The orchestrators that run, the oldest first. */
  orchestrators(): Promise<readonly RunningOrchestrator[]>;
  /** Starts one more on the same stores; resolves when it is ready. @param settings instead of the usual ones; it goes with the scenario */
  addOrchestrator(settings?: Settings): Promise<RunningOrchestrator>;
  /** Ends a process without asking, as a power cut would; resolves when it is gone. */
  crash(name: string): Promise<void>;
  /** Starts a process again that has ended, on its port and the data that it left; resolves when it is ready. */
  startAgain(name: string): Promise<void>;
}
