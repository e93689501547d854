@portal
Feature: A portal for everybody
  Whoever cannot see well, has no mouse, or only a phone at hand gets the same figures and the same decisions.

  Rule: No page keeps anybody out (WCAG 2.2 AA), and none is wider than its screen

    @e2e @slow @X-7
    Scenario Outline: From <screen>, every page can be used by everybody
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      When Acme Corp looks at every page of the portal from <screen>
      Then no page should keep anybody out
      And no page should be wider than the screen

      Examples:
        | screen           |
        | a desk, by day   |
        | a desk, at night |
        | a phone          |
