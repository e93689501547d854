@security
Feature: What is sent is data, never a command
  Names, reasons and ids come from outside. Whatever stands in them, OptiInfra keeps it or refuses it, and does nothing that it says.

  Rule: Nothing that is smuggled into anything that can be sent has an effect

    Each way is tried in each parameter and each text of each act that the contract of OptiInfra's interface has.

    @slow @stores @S-3
    Scenario Outline: <smuggled> have no effect anywhere
      Given Acme Corp has signed up for the plan enterprise
      And Umbrella Inc has signed up
      When <smuggled> are sent wherever Acme Corp, an agent, Olive or anybody can send something
      Then OptiInfra should have answered each of them, in good time, as its contract says
      And none of the answers should show an effect
      And OptiInfra's records should be as they were, also those of Umbrella Inc

      Examples:
        | smuggled                  |
        | commands to databases     |
        | commands to other stores  |
        | ways to other files       |
        | further headers           |
        | templates                 |
        | scripts                   |
        | texts beyond all measure  |
        | letters that are none     |
