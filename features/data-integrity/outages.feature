@data-integrity
Feature: Work survives whatever breaks off underneath it
  A change takes minutes. Meanwhile any store in which OptiInfra keeps its records, and any of its programs, may break off and come back. That
  costs time; it costs neither records nor machines, and nobody is told something twice.

  Rule: A store that is away is admitted, and work waits for it

    @e2e @slow @journey @faults @stores @disruptive @X-8 @D-2 @W-26
    Scenario Outline: A migration goes on when OptiInfra's <store> are back
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has approved a spot migration predicted to save $54,000 a month
      And half of Acme Corp's load already runs on spot capacity
      When OptiInfra's <store> cannot be reached any more
      Then OptiInfra should admit that its <store> are out of reach
      And what Acme Corp asks of OptiInfra's <store> should be put off, not answered wrongly
      And work should have been put off for want of OptiInfra's <store>
      When OptiInfra's <store> can be reached again
      Then the spot migration should be completed within 10 minutes
      And Acme Corp should have been told of each step once
      And OptiInfra should report to Acme Corp just what it saves
      And exactly 3 instances on spot capacity should ever have been started for Acme Corp

      Examples:
        | store        |
        | books        |
        | measurements |

    @e2e @slow @journey @faults @stores @disruptive @X-8
    Scenario: Experience is gathered when OptiInfra can remember again
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And OptiInfra's experience cannot be reached any more
      When Acme Corp approves the spot migration
      Then the spot migration should be completed within 10 minutes
      And OptiInfra should admit that its experience is out of reach
      And work should have been put off for want of OptiInfra's experience
      When OptiInfra's experience can be reached again
      Then the outcome should be remembered as a success of Acme Corp

    @security @slow @journey @faults @stores @disruptive @X-8
    Scenario: Whoever has signed out stays out although OptiInfra's short-term memory is lost
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has signed in a second time, and out again
      And Acme Corp has approved a spot migration predicted to save $54,000 a month
      And half of Acme Corp's load already runs on spot capacity
      When OptiInfra's short-term memory cannot be reached any more
      Then OptiInfra should admit that its short-term memory is out of reach
      And what Acme Corp asks of OptiInfra's short-term memory should be put off, not answered wrongly
      When OptiInfra's short-term memory can be reached again, and has forgotten everything
      Then the sign-in that Acme Corp has ended should stay ended
      And the spot migration should be completed within 10 minutes
      And Acme Corp should have been told of each step once

  Rule: Work outlives every program that takes part in it

    @e2e @slow @faults @agents @disruptive @X-8
    Scenario: A migration outlives the crash of all four agents
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has approved a spot migration predicted to save $54,000 a month
      And half of Acme Corp's load already runs on spot capacity
      When all four agents crash and are started again once OptiInfra has tried in vain to reach them
      Then the spot migration should be completed within 10 minutes
      And Acme Corp should have been told of each step once
      And exactly 3 instances on spot capacity should ever have been started for Acme Corp

    @e2e @slow @faults @disruptive @X-8
    Scenario: A migration outlives the crash of the customer's runtime
      Given Acme Corp is a customer of OptiInfra
      And the spot machines that Acme Corp gets take 1 minute to start
      And Acme Corp has approved a spot migration predicted to save $54,000 a month
      And Acme Corp's new spot machines are starting
      When the runtime of Acme Corp crashes and is started again
      Then the spot migration should be completed within 10 minutes
      And Acme Corp should have been told of each step once
      And all of Acme Corp's load should be served by machines that run

    @e2e @slow @faults @portal @disruptive @X-8
    Scenario: A visit to the portal outlives its crash
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp is looking at the portal
      And the portal has crashed and is started again
      When Acme Corp loads the page again
      Then the portal should show "Overview"
      And the portal should name the company "Acme Corp"
