/** Whether a message is one that a subscriber wants: filters, resolved against the members that a family has indexed. */
@NullMarked
package io.tickgate.core.filter;

import org.jspecify.annotations.NullMarked;
