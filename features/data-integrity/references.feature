@data-integrity
Feature: What one record says of another is true
  OptiInfra keeps its books, its measurements and its experience in different stores. Whoever follows a record from one to another finds what
  it speaks of, with the same figures.

  Rule: Whoever follows a record finds what it speaks of

    @e2e @slow @stores @D-1
    Scenario: After a busy day every record is true of what there is
      Given Umbrella Inc runs six machines that can bear an interruption
      And Umbrella Inc is a customer of OptiInfra
      And Umbrella Inc wants every stage of a change to be watched for 30 seconds
      And Umbrella Inc has been offered a spot migration for index-1, index-2 and index-3
      And Umbrella Inc has rejected the spot migration
      And Umbrella Inc has had a spot migration completed for draw-1, draw-2 and draw-3
      When OptiInfra analyses Umbrella Inc's costs
      Then whatever OptiInfra has on record of Umbrella Inc should be true of what there is

    @e2e @slow @faults @stores @D-1 @R-3
    Scenario: After a change that was undone every record is true of what there is
      Given Acme Corp is a customer of OptiInfra
      And the spot machines that Acme Corp gets are 30% slower than promised
      And Acme Corp has had a spot migration rolled back because the answers came too late
      When OptiInfra analyses Acme Corp's costs
      Then whatever OptiInfra has on record of Acme Corp should be true of what there is
