import { defineStep } from '@cucumber/cucumber';

// What Cucumber takes by itself: every sentence of the features, and nothing behind it. A sentence that ends in a colon has a table.
defineStep(/[^:]$/, () => undefined);
defineStep(/:$/, (_table: unknown) => undefined);
