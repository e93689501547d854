/** Seconds of the world that a machine takes to boot. */
export const bootSeconds = 15;

/** Seconds of the world from a machine's running to its first work: the weights come over the network. */
export const loadingSeconds = 30;
