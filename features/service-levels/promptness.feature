@service-levels
Feature: Nobody waits for OptiInfra
  Whoever asks OptiInfra for advice, or opens the portal, has an answer before turning to something else. All times here are times by the clock on
  the wall, not the world's. These scenarios run alone, when nobody else uses the machine.

  Rule: A recommendation is there within a minute after the analysis was asked for

    @performance @P-2
    Scenario: All of a new customer's recommendations are there, and looked at, within a minute
      Given NewCorp Inc is a customer on the plan enterprise
      When NewCorp Inc has costs, performance and machines analysed at once
      Then every recommendation should have been ready to be approved within 60 seconds

  Rule: The overview is there within two seconds

    @performance @portal @P-3
    Scenario: The overview is complete within two seconds, whenever it is opened
      Given Acme Corp is a customer of OptiInfra
      When Acme Corp opens the overview in the portal 3 times
      Then the overview should have been complete within 2 seconds each time
