@security
Feature: The audit trail tells who did what, and cannot be rewritten
  When something has happened that nobody wants to have done, the trail is all there is to go by.

  Rule: What concerns the safety of a customer's data is on record

    @stores @W-76
    Scenario: Sign-ins, refusals, looks at data and changes of what OptiInfra may do
      Given Acme Corp has signed up
      And Umbrella Inc has signed up
      When all that concerns the safety of Acme Corp's data happens, as in:
        | what happens                       |
        | a wrong password is tried          |
        | Acme Corp signs in                 |
        | Umbrella Inc tries to look         |
        | Olive looks                        |
        | Acme Corp changes its preferences  |
        | Acme Corp lets OptiInfra in        |
        | Acme Corp has the runtime installed |
        | Olive chooses its agents           |
        | Acme Corp signs out                |
      Then Acme Corp's audit trail should tell it in this order:
        | what                   | by        |
        | customer signed up     | customer  |
        | session opened         | customer  |
        | session refused        | anonymous |
        | session opened         | customer  |
        | access refused         | customer  |
        | data read              | operator  |
        | preferences changed    | customer  |
        | customer onboarded     | customer  |
        | install command issued | customer  |
        | agent pool changed     | operator  |
        | session closed         | customer  |

  Rule: What is on record stays as it is

    @stores @W-77
    Scenario: Each entry is sealed together with all before it
      Given Acme Corp has signed up
      When Acme Corp signs in once more
      Then each entry of Acme Corp's audit trail should be sealed within 2 minutes
      And the seals should fit what is on record, without a gap

    @stores @W-77
    Scenario Outline: Not even OptiInfra's own access to its records can <tampering> the audit trail
      Given Acme Corp has signed up
      When somebody with OptiInfra's own access to its records tries to <tampering> the audit trail
      Then it should be impossible
      And what Acme Corp's audit trail tells should be as before

      Examples:
        | tampering                        |
        | change an entry of               |
        | delete an entry of               |
        | empty                            |
        | change a seal of                 |
