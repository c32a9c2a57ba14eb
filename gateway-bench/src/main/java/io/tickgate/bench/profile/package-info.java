/** Where a gateway's processor time goes: samples of its stacks, folded, as a flame graph and in shares. */
@NullMarked
package io.tickgate.bench.profile;

import org.jspecify.annotations.NullMarked;
