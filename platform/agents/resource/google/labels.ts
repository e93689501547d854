/** Label of every machine that was created for an optimization: its id. */
export const optimizationLabel = 'optiinfra-optimization';
