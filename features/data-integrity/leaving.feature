@data-integrity
Feature: Whoever leaves leaves nothing behind
  A customer who leaves takes along all that OptiInfra knew of it: its offers, its figures, what was learnt from it. Only the audit trail stays,
  because it tells what OptiInfra did in the customer's name.

  Rule: When a customer leaves, nothing of theirs stays behind

    @e2e @slow @stores @D-3
    Scenario: Everything of a customer who leaves is gone, but for the audit trail
      Given Initech Inc is a customer of OptiInfra
      And Initech Inc has noted all that OptiInfra has on record of it
      And Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And Acme Corp has approved the spot migration, and it is completed
      And the outcome is remembered as a success of Acme Corp
      And Acme Corp is known in every store of OptiInfra
      When Olive lets Acme Corp go
      Then nothing of Acme Corp should be left in any store
      And the audit trail should still tell what was done for Acme Corp, and that it left
      And nothing that Initech Inc had noted should be lost

    @integration @agents @stores @D-3
    Scenario: Work in hand leaves nothing of a customer who left meanwhile
      Given Acme Corp has signed up
      And the agents cost-1 and cost-2 serve Acme Corp alone
      And cost-1 and cost-2 hold their answers back
      And Acme Corp has asked for 6 cost optimization analyses, of which cost-1 and cost-2 have 3 each in work
      When Olive lets Acme Corp go, and only then the agents answer
      Then nothing of Acme Corp should be left in any store
      And the audit trail should still tell what was done for Acme Corp, and that it left

    @e2e @slow @stores @D-3
    Scenario: What is still being found out and measured when a customer leaves is not kept
      Given NewCorp Inc has signed up, and runs its models
      And NewCorp Inc has let OptiInfra into its account at AWS a moment ago
      When Olive lets NewCorp Inc go
      Then nothing of NewCorp Inc should be left in any store
