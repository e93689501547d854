@rollback-and-recovery
Feature: Whatever was begun can be undone
  Customers let a machine change their infrastructure because everything can be put back: by itself when a step fails, at their word, and
  honestly reported where it cannot be done.

  Rule: What was done is undone, last first, and nothing else

    @e2e @slow @faults @R-1 @R-2 @R-3 @R-4
    Scenario: A step that fails is undone together with all before it, and the audit trail tells it
      Given Acme Corp is a customer of OptiInfra
      And the spot machines that Acme Corp gets never get an engine to run
      And Acme Corp has been offered a spot migration
      And Acme Corp has noted all that OptiInfra has on record of it
      When Acme Corp approves the spot migration
      Then the spot migration should be rolled back within 5 minutes of the failure because a step failed
      And Acme Corp's account should run exactly the machines it ran before
      And Acme Corp's load should be spread over its machines as before
      And OptiInfra should have found the original state restored
      And the audit trail of Acme Corp should tell the approval, each step and each undoing
      And nothing that Acme Corp had noted should be lost

    @e2e @slow @faults @R-1 @R-3
    Scenario: At half of the load just the steps that were done are undone, last first
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp wants every stage of a change to be watched for 1 minute
      And Acme Corp has approved a spot migration predicted to save $54,000 a month
      And half of Acme Corp's load already runs on spot capacity
      When the cloud takes the spot capacity of Acme Corp back
      Then the spot migration should be rolled back within 5 minutes because the cloud took the machines back
      And these steps should have been undone for Acme Corp in this order:
        | half of the load moved |
        | first replica moved    |
        | spot machines started  |
      And no other step should have been begun

  Rule: The customer may call a change off while it runs

    @e2e @slow @W-12
    Scenario: A migration that is called off leaves everything as it was
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp wants every stage of a change to be watched for 1 minute
      And Acme Corp has approved a spot migration predicted to save $54,000 a month
      And half of Acme Corp's load already runs on spot capacity
      When Acme Corp calls the spot migration off
      Then the spot migration should be rolled back within 5 minutes because the customer called it off
      And Acme Corp's account should run exactly the machines it ran before
      And Acme Corp's load should be spread over its machines as before

    @e2e @slow @W-12
    Scenario: What is completed cannot be called off any more
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered prefix caching
      And Acme Corp has approved prefix caching, and it is completed
      When Acme Corp tries to call prefix caching off
      Then calling it off should be refused because it has ended

  Rule: An undoing that fails is tried again, and never told as done

    @e2e @slow @faults @R-1 @R-2 @R-4 @W-22
    Scenario: An undoing that fails at first is tried again until it is done, and told only then
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp wants every stage of a change to be watched for 1 minute
      And Acme Corp has approved a spot migration predicted to save $54,000 a month
      And half of Acme Corp's load already runs on spot capacity
      And Acme Corp's gateway refuses to remove replicas
      And Acme Corp has called the spot migration off, and OptiInfra has failed 2 times to undo it
      When Acme Corp's gateway takes the removal of replicas again
      Then the spot migration should be rolled back within 5 minutes because the customer called it off
      And Acme Corp's account should run exactly the machines it ran before
      And Acme Corp's load should be spread over its machines as before
      And Acme Corp should not have been told before that "first replica moved", and with it the whole change, was undone
      And the audit trail of Acme Corp should tell every failed try to undo "first replica moved", and then its success

    @e2e @slow @faults @W-13
    Scenario: An undoing that stays impossible is handed to a person
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp wants every stage of a change to be watched for 1 minute
      And Acme Corp has approved a spot migration predicted to save $54,000 a month
      And half of Acme Corp's load already runs on spot capacity
      And Acme Corp's gateway refuses to remove replicas
      When Acme Corp calls the spot migration off
      Then the spot migration should be handed to a person within 10 minutes
      And Acme Corp should have been told that a person is needed
      And OptiInfra should not claim to Acme Corp that the change was rolled back
