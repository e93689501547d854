@security
Feature: Nobody gets anything without the right to it
  What OptiInfra knows of a customer and what it does for one is that customer's alone. The tables here are written from the contract of OptiInfra's
  interface, so that nothing is ever opened without anybody noticing.

  Rule: Whoever cannot say who they are gets nothing

    @stores @S-1
    Scenario Outline: Without a token nobody can <act>
      When somebody with no token tries to <act>
      Then it should be refused because nobody knows who asks
      And the refusal should be on record

      Examples:
        # Written by "npm run features:access": what needs a token
        | act                                  |
        | sign out                             |
        | see all customers                    |
        | enter a customer                     |
        | see a customer                       |
        | let a customer go                    |
        | let OptiInfra into a cloud account   |
        | have the runtime installed           |
        | see what was discovered              |
        | have recommendations worked out      |
        | see an analysis                      |
        | see all recommendations              |
        | approve several recommendations      |
        | see a recommendation                 |
        | approve a recommendation             |
        | reject a recommendation              |
        | see an optimization                  |
        | call an optimization off             |
        | see all optimizations                |
        | see the figures of a customer        |
        | see the preferences                  |
        | change the preferences               |
        | see whose agents serve a customer    |
        | choose whose agents serve a customer |
        | see the events of a customer         |
        | see the audit trail                  |
        | see the overview                     |
        | have a conflict resolved             |
        | have a resolution carried out        |
        | see a resolution                     |
        | see all resolutions                  |
        | see all agents                       |
        | have an agent analyse                |
        | have agents analyse                  |
        | see what became of an analysis       |
        | call an analysis off                 |

    @stores @agents @S-1
    Scenario Outline: With <credential> nobody can <act>
      When somebody with <credential> tries to <act>
      Then it should be refused because nobody knows who asks
      And the refusal should be on record

      Examples:
        # Written by "npm run features:access": what needs the agent key
        | credential                                  | act                        |
        | no agent key                                | register an agent          |
        | a wrong agent key                           | register an agent          |
        | a customer's token instead of the agent key | register an agent          |
        | no agent key                                | give an agent's heartbeat  |
        | a wrong agent key                           | give an agent's heartbeat  |
        | a customer's token instead of the agent key | give an agent's heartbeat  |
        | no agent key                                | take the leave of an agent |
        | a wrong agent key                           | take the leave of an agent |
        | a customer's token instead of the agent key | take the leave of an agent |

    @S-1
    Scenario Outline: Nobody hears with <credential> what a customer is told
      Given <customer> has signed up
      When somebody with <credential> wants to hear what <customer> is told
      Then nobody should hear it

      Examples:
        | credential                | customer     |
        | no token                  | Acme Corp    |
        | a forged token            | Acme Corp    |
        | a token that was returned | Acme Corp    |
        | a token of somebody else  | Umbrella Inc |

  Rule: What belongs to one customer is nobody else's

    One scenario for all acts: what they are tried with takes longer to make than all of them together.

    @stores @S-2 @W-70
    Scenario: What a customer has entered and asked for can be neither seen nor changed by another
      Given Umbrella Inc has signed up
      And Umbrella Inc has asked for an analysis
      And Acme Corp has signed up
      When Acme Corp tries, with what is Umbrella Inc's, to:
        # Written by "npm run features:access": what concerns one customer
        | see a customer                       |
        | let a customer go                    |
        | let OptiInfra into a cloud account   |
        | have the runtime installed           |
        | see what was discovered              |
        | have recommendations worked out      |
        | see all recommendations              |
        | see all optimizations                |
        | see the figures of a customer        |
        | see the preferences                  |
        | change the preferences               |
        | see whose agents serve a customer    |
        | choose whose agents serve a customer |
        | see the events of a customer         |
        | see the audit trail                  |
        | see the overview                     |
        | see all resolutions                  |
        | have an agent analyse                |
        | have agents analyse                  |
        | see what became of an analysis       |
        | call an analysis off                 |
      Then each of it should be refused because it is not Acme Corp's to do
      And nothing of Umbrella Inc's should have been told or changed
      And each refusal should be on record with Umbrella Inc

    @stores @slow @S-2 @W-70
    Scenario: What was worked out for a customer can be neither seen nor changed by another
      Given Initech Inc is a customer of OptiInfra
      And OptiInfra has analysed Initech Inc's costs
      And Initech Inc has been offered right-sizing for api-1 and a shutdown of an idle machine for spare-1
      And OptiInfra has settled what Initech Inc has been offered
      And Initech Inc has approved the shutdown of an idle machine, and it is completed
      And Acme Corp has signed up
      When Acme Corp tries, with what is Initech Inc's, to:
        # Written by "npm run features:access": what was worked out for one customer
        | see an analysis                 |
        | approve several recommendations |
        | see a recommendation            |
        | approve a recommendation        |
        | reject a recommendation         |
        | see an optimization             |
        | call an optimization off        |
        | have a conflict resolved        |
        | have a resolution carried out   |
        | see a resolution                |
      Then each of it should be refused because it is not Acme Corp's to do
      And nothing of Initech Inc's should have been told or changed
      And each refusal should be on record with Initech Inc

  Rule: OptiInfra's operator sees all customers, and decides for none

    @S-1
    Scenario: The operator sees every customer
      Given Acme Corp has signed up
      And Umbrella Inc has signed up
      When Olive looks at all customers
      Then Acme Corp and Umbrella Inc should be among them

    @stores @S-1 @W-70
    Scenario: No customer can do what is the operator's
      Given Acme Corp has signed up
      When Acme Corp tries, with what is Acme Corp's, to:
        # Written by "npm run features:access": what only the operator may do
        | see all customers                    |
        | enter a customer                     |
        | let a customer go                    |
        | see whose agents serve a customer    |
        | choose whose agents serve a customer |
        | see all agents                       |
      Then each of it should be refused because it is the operator's to do
      And nothing of Acme Corp's should have been told or changed

    @stores @S-1 @W-70
    Scenario: The operator cannot do what is a customer's to decide
      Given Acme Corp has signed up
      And Acme Corp has asked for an analysis
      When Olive tries, with what is Acme Corp's, to:
        # Written by "npm run features:access": what only the customer may do
        | let OptiInfra into a cloud account |
        | have the runtime installed         |
        | have recommendations worked out    |
        | change the preferences             |
        | have an agent analyse              |
        | have agents analyse                |
        | call an analysis off               |
      Then each of it should be refused because it is the customer's to do
      And nothing of Acme Corp's should have been told or changed
      And each refusal should be on record with Acme Corp
