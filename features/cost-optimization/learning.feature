@cost-optimization
Feature: Learning
  OptiInfra remembers what came of every change, for each customer apart. Whoever was promised savings that had to be undone should not be
  promised them again with the same confidence.

  Rule: What went wrong before makes the next offer more cautious

    @e2e @slow @faults @W-16
    Scenario: A migration that was undone lowers the confidence of the next offer
      Given Acme Corp is a customer of OptiInfra
      And the spot machines that Acme Corp gets are 30% slower than promised
      And Acme Corp has had a spot migration rolled back because the answers came too late
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should be offered a spot migration with less confidence than before
