@service-levels
Feature: Odd input
  Programs make mistakes, people paste what they should not, and some try on purpose. Whatever reaches OptiInfra, it says what is wrong with it
  and goes on serving everybody.

  Rule: Whatever is sent, OptiInfra answers as promised

    @security @slow @stores @X-4
    Scenario: No input, however odd, breaks OptiInfra or touches what belongs to somebody else
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And Initech Inc is a customer on the plan enterprise
      And Initech Inc has been offered right-sizing
      When Initech Inc sends ordinary and odd input to everything that OptiInfra serves, aiming at Acme Corp, too
      Then OptiInfra should have answered each of them as promised
      And everything that OptiInfra serves should have been tried, with 2000 inputs at least
      And nothing of Acme Corp's should have changed
