globalThis.WebSocket = require('ws');
