// Plain JavaScript: Cucumber imports plugins before it has registered ts-node.
require('ts-node/register');

const { balanceShards } = require('./sharding');

module.exports = { type: 'plugin', coordinator: balanceShards };
