/** Plain HTTP: checks every request's head, finds its endpoint, bounds its body and answers in order. */
@NullMarked
package io.tickgate.core.transport.http;

import org.jspecify.annotations.NullMarked;
