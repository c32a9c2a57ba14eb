@NullMarked
package io.tickgate.cli.demo;

import org.jspecify.annotations.NullMarked;
