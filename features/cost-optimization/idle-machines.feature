@cost-optimization
Feature: Idle machines
  A machine that nobody uses costs as much as one that works. Ending it saves all of its price; ending one that is merely quiet takes away
  somebody's night job.

  Rule: What nobody has used for a week is ended on approval; what is merely quiet is left alone

    @e2e @journey @W-14
    Scenario: A machine that was idle for a week is found and, on approval, ended
      Given Initech Inc is a customer of OptiInfra
      Then Initech Inc's monthly spend should be $65,010
      When OptiInfra analyses Initech Inc's machines
      Then Initech Inc should be offered a shutdown of an idle machine for spare-1
      And the shutdown of an idle machine should promise savings of $30,000 a month
      When Initech Inc approves the shutdown of an idle machine
      Then the shutdown of an idle machine should be completed within 5 minutes
      And Initech Inc's monthly spend should be $35,010
      And OptiInfra should report the same monthly spend to Initech Inc

    @e2e @W-14
    Scenario: A machine that works an hour a night is not idle
      Given Initech Inc is a customer of OptiInfra
      When OptiInfra analyses Initech Inc's machines
      Then Initech Inc should not be offered a shutdown of an idle machine for night-1 because it is used
