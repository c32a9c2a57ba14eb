/** Publishes a file of many messages: lines are read, sent in batches at a rate, and accounted for. */
@NullMarked
package io.tickgate.cli.upload;

import org.jspecify.annotations.NullMarked;
