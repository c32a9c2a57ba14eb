/**
 * The Java API of a gateway that runs inside an application: {@link io.tickgate.core.producer.Producer} takes what the
 * application has to tell as typed values, by the same rules and limits as HTTP and commands.
 */
@NullMarked
package io.tickgate.core.producer;

import org.jspecify.annotations.NullMarked;
