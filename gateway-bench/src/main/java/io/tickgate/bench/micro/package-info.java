/** JMH benchmarks of single steps on a message's way, each with the heap that it takes, and the command that runs them. */
@NullMarked
package io.tickgate.bench.micro;

import org.jspecify.annotations.NullMarked;
