@portal
Feature: Figures in the portal
  What the portal shows is what is so: the bill, the savings that are possible, how fast and how good the answers are.

  Rule: The overview shows what is so

    @e2e @W-59
    Scenario: The overview shows what is spent, what could be saved, and who is at work
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      When Acme Corp signs in to the portal
      Then the portal should show a spend of $120,000 and possible savings of $63,000 a month
      And the portal should show all four agents at work

  Rule: Charts go back as far as they say

    @e2e @W-60
    Scenario: The spend of 30 days and the latency of 24 hours are shown
      Given Acme Corp is a customer of OptiInfra
      When Acme Corp signs in to the portal
      Then the portal should show 30 days of spend, the last of them $120,000
      And the portal should show 24 hours of triage's latency, the last as Acme Corp's own fleet has it
