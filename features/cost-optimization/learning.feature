@cost-optimization
Feature: Learning
  OptiInfra remembers what came of every change, for each customer apart. Whoever was promised savings that had to be undone should not be
  promised them again with the same confidence.

  Rule: What went wrong before makes the next offer more cautious

    @e2e @slow @faults @stores @W-16
    Scenario: A migration that was undone lowers the confidence of the next offer
      Given Acme Corp is a customer of OptiInfra
      And the spot machines that Acme Corp gets are 30% slower than promised
      And Acme Corp has had a spot migration rolled back because the answers came too late
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should be offered a spot migration with less confidence than before

  Rule: What went well before makes the next offer surer

    @e2e @slow @stores @W-1
    Scenario: A completed migration raises the confidence of the next one like it
      Given Umbrella Inc runs six machines that can bear an interruption
      And Umbrella Inc is a customer of OptiInfra
      And Umbrella Inc has been offered a spot migration for index-1, index-2 and index-3
      And Umbrella Inc has had a spot migration completed for draw-1, draw-2 and draw-3
      When OptiInfra analyses Umbrella Inc's costs
      Then Umbrella Inc should be offered a spot migration for index-1, index-2 and index-3 with more confidence than before
      And the outcome should be remembered with 3 machines of type g6e.12xlarge, 60% off and 5% interruptions

  Rule: What one customer lived through serves nobody else

    @e2e @slow @faults @stores @W-1
    Scenario: A migration that was undone for one customer leaves another's offers as they are
      Given Acme Corp is a customer of OptiInfra
      And Umbrella Inc runs six machines that can bear an interruption
      And Umbrella Inc is a customer of OptiInfra
      And the spot machines that Acme Corp gets are 30% slower than promised
      And Acme Corp has had a spot migration rolled back because the answers came too late
      When OptiInfra analyses Umbrella Inc's costs
      Then Umbrella Inc should be offered a spot migration for draw-1, draw-2 and draw-3 with just the confidence of Acme Corp's first offer
