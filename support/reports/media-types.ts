/** Under this type a threshold's figures are attached to the step that checked it, as JSON. */
export const THRESHOLD_MEDIA_TYPE = 'application/vnd.optiinfra.threshold+json';
