/** Under this type Cucumber attaches what a step logs. */
export const LOG_MEDIA_TYPE = 'text/x.cucumber.log+plain';
/** Under this type the stages of a rollout are attached, as JSON: a RolloutRecord. */
export const ROLLOUT_MEDIA_TYPE = 'application/vnd.optiinfra.rollout+json';

/** Under this type a threshold's figures are attached to the step that checked it, as JSON. */
export const THRESHOLD_MEDIA_TYPE = 'application/vnd.optiinfra.threshold+json';

/** Under this type the name of a process is attached to the step that ended it without asking. */
export const FAULT_MEDIA_TYPE = 'application/vnd.optiinfra.fault+text';

/** Of a table, as `text-table.ts` writes it: other readers of messages show it as text. */
export const TABLE_MEDIA_TYPE = 'text/tab-separated-values';
