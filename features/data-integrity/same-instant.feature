@data-integrity
Feature: What is decided at the same instant
  Two people of the same customer may decide about the same offer in the same moment, at different orchestrators. One decision holds, and both
  people know which.

  Rule: Of several decisions at the same instant one holds, and everybody is told which

    @e2e @slow @faults @stores @disruptive @W-52 @D-2
    Scenario: Ten approvals at the same instant begin one change, whichever orchestrator hears them
      Given another orchestrator is running
      And Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      When Acme Corp approves the spot migration 10 times at the same instant
      Then all 10 approvals should have answered the same change
      And Acme Corp should have just one change
      And the approval should be on record
      And whatever OptiInfra has on record of Acme Corp should be true of what there is

    @e2e @stores @W-52 @W-50 @D-2
    Scenario: Of an approval and a rejection at the same instant one holds, and the other is told so
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      When Acme Corp approves and rejects the spot migration at the same instant
      Then just one of the two should have held, and the other should have been refused because of it
      And OptiInfra should have on record of Acme Corp what held, and nothing else
