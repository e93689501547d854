/** Operations that the contract describes as the operator's. */
export const OPERATORS: readonly string[] = [
  'listCustomers',
  'createCustomer',
  'deleteCustomer',
  'getAgentPool',
  'setAgentPool',
  'listAgents',
];
