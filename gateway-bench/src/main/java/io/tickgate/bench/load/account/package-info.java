/** What is owed to whom, and whether it came: numbers inside the payloads, and what follows from their order. Knows no socket. */
@NullMarked
package io.tickgate.bench.load.account;

import org.jspecify.annotations.NullMarked;
