@portal
Feature: Signing in to the portal
  People come to their figures quickly, and nobody else does. A visit outlasts a reload; signing out ends it.

  Rule: Whoever knows the password gets in, and nobody else

    @e2e @W-57
    Scenario: A customer signs in and sees the overview
      Given Acme Corp has signed up
      When Acme Corp signs in to the portal
      Then the portal should show "Overview"
      And the portal should name the company "Acme Corp"

    @security @W-57
    Scenario: A wrong password is refused with an explanation
      Given Acme Corp has signed up
      When Acme Corp signs in to the portal with a wrong password
      Then the portal should say that e-mail address or password is wrong

  Rule: A visit lasts until the customer ends it

    @e2e @journey @W-57
    Scenario: A page that is loaded again still knows its customer, until the customer signs out
      Given Acme Corp has signed up
      When Acme Corp signs in to the portal
      Then the portal should show "Overview"
      When Acme Corp loads the page again
      Then the portal should show "Overview"
      When Acme Corp signs out
      Then the portal should show "Sign in"
      When Acme Corp loads the page again
      Then the portal should show "Sign in"

  Rule: What somebody calls itself is shown, and never run

    @security @S-4 @W-58
    Scenario: A company's name with markup in it is shown as text
      When Mallory signs up in the portal as the company "<img src=x onerror=alert(1)> & Sons"
      Then the portal should name the company "<img src=x onerror=alert(1)> & Sons"
      And its settings should name the company "<img src=x onerror=alert(1)> & Sons"
      And nothing of it should have been run
