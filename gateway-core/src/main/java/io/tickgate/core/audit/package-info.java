/** What is logged for those who ask later who was let in, who was not, and who did what. */
@NullMarked
package io.tickgate.core.audit;

import org.jspecify.annotations.NullMarked;
