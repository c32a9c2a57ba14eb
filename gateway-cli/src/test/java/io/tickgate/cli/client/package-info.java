@NullMarked
package io.tickgate.cli.client;

import org.jspecify.annotations.NullMarked;
