@rollback-and-recovery
Feature: Work survives the crash of an orchestrator
  A change takes minutes, and any orchestrator may end in the middle of it. Whatever it had begun is then finished or undone, by another one
  or by itself when it is back: nothing is done twice, nothing is forgotten, and the customer is told everything once.

  Rule: Another orchestrator goes on where the one that crashed has stopped

    @e2e @slow @faults @disruptive @X-8 @W-26
    Scenario: Machines that were just being started when the orchestrator crashed are not started twice
      Given Acme Corp is a customer of OptiInfra
      And another orchestrator is running
      And the spot machines that Acme Corp gets take 1 minute to start
      And Acme Corp has approved a spot migration predicted to save $54,000 a month
      And Acme Corp's new spot machines are starting
      When the orchestrator that carries out the spot migration crashes
      Then the spot migration should be completed within 10 minutes
      And exactly 3 instances on spot capacity should ever have been started for Acme Corp
      And Acme Corp's monthly spend should be $67,200
      And OptiInfra should report to Acme Corp just what it saves
      And Acme Corp should have been told of each step once
      And the audit trail of Acme Corp should tell the approval, each step and each undoing

    @e2e @slow @faults @disruptive @X-8 @W-26 @R-1 @R-2
    Scenario: A stage that turns out worse after the crash is undone by the orchestrator that took over
      Given Acme Corp is a customer of OptiInfra
      And another orchestrator is running
      And the spot machines that Acme Corp gets are 20% slower than promised
      And the spot machines that Acme Corp gets take 1 minute to start
      And Acme Corp has approved a spot migration predicted to save $54,000 a month
      And Acme Corp's new spot machines are starting
      When the orchestrator that carries out the spot migration crashes
      Then the spot migration should be rolled back within 5 minutes because the answers came too late
      And Acme Corp's account should run exactly the machines it ran before
      And Acme Corp's load should be spread over its machines as before
      And OptiInfra should have found the original state restored
      And the audit trail of Acme Corp should tell the approval, each step and each undoing

    @e2e @slow @faults @disruptive @X-8 @W-26 @R-1 @R-4 @W-12
    Scenario: An undoing in the middle of which the orchestrator crashes is brought to its end by another
      Given Acme Corp is a customer of OptiInfra
      And another orchestrator is running
      And Acme Corp wants every stage of a change to be watched for 30 seconds
      And Acme Corp has approved a spot migration predicted to save $54,000 a month
      And half of Acme Corp's load already runs on spot capacity
      And Acme Corp's gateway now takes 30 seconds to change its traffic
      And Acme Corp has called the spot migration off
      When the orchestrator that undoes the spot migration crashes
      Then the spot migration should be rolled back within 5 minutes because the customer called it off
      And Acme Corp's account should run exactly the machines it ran before
      And Acme Corp's load should be spread over its machines as before
      And the audit trail of Acme Corp should tell the approval, each step and each undoing

  Rule: An orchestrator that is back goes on by itself

    @e2e @slow @faults @disruptive @X-8 @W-26
    Scenario: The only orchestrator finishes what it had begun when it is started again
      Given Acme Corp is a customer of OptiInfra
      And the spot machines that Acme Corp gets take 1 minute to start
      And Acme Corp has approved a spot migration predicted to save $54,000 a month
      And Acme Corp's new spot machines are starting
      When the only orchestrator crashes and is started again
      Then the spot migration should be completed within 10 minutes
      And exactly 3 instances on spot capacity should ever have been started for Acme Corp
      And Acme Corp's monthly spend should be $67,200
      And Acme Corp should have been told of each step once
