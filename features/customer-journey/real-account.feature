@customer-journey
Feature: A real account at AWS
  What is promised of onboarding is proven on simulated accounts. Where OptiInfra is deployed beside a real one, it is looked at there, too.

  Rule: What is read in a real account is true, and nothing is changed in it

    @e2e @requires-aws @W-54
    Scenario: The machines of a real account are found, and what they cost
      Given Initech Inc has signed up, and has a real account at AWS
      When OptiInfra is let into that account
      Then every machine in that account should be discovered within 2 minutes
      And OptiInfra should report what these machines cost
      And every machine in that account should be as it was
