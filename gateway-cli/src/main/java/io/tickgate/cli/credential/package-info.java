/** Makes what clients show of themselves: tokens for development, and API keys. */
@NullMarked
package io.tickgate.cli.credential;

import org.jspecify.annotations.NullMarked;
