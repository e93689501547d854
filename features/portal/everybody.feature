@portal
Feature: A portal for everybody
  Whoever cannot see well, has no mouse, or only a phone at hand gets the same figures and the same decisions.

  Rule: No page keeps anybody out (WCAG 2.2 AA), and none is wider than its screen

    @e2e @slow @X-7
    Scenario: Every page can be used by everybody
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      When Acme Corp looks at every page of the portal
      Then no page should keep anybody out, at a desk or with a phone, by day or at night
      And none should be wider than its screen

  Rule: Nobody needs a mouse

    @e2e @W-61 @X-7
    Scenario: Who has only a keyboard signs in and decides
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      When Acme Corp rejects the spot migration in the portal without a mouse because "not this quarter"
      Then nothing should have stood in the way of the keyboard
      And the rejection should be on record with its reason, "not this quarter"
