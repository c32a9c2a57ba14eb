/** TLS of the gateway's own: certificates from files, read anew while it runs, and what stands in the pipeline for them. */
@NullMarked
package io.tickgate.core.transport.tls;

import org.jspecify.annotations.NullMarked;
