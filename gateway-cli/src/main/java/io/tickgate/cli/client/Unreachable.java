package io.tickgate.cli.client;

import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.PlainText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in one line why a gateway was not reached. The JDK's own words are often empty, or about its insides. */
final class Unreachable {
    private Unreachable() {}

    static Failure because(GatewayUrl url, Throwable cause) {
        if (find(cause, UnresolvedAddressException.class) != null || find(cause, UnknownHostException.class) != null) {
            return failure(url, "nobody knows the host " + url.base().getHost() + "; correct --url or GATEWAY_URL");
        }
        if (find(cause, HttpTimeoutException.class) != null) {
            return failure(url, "no answer in time; is the address right, and the gateway not overloaded?");
        }
        if (find(cause, ConnectException.class) != null) {
            return failure(url, "nothing listens there; start one with: bin/gateway serve, or name another with --url");
        }
        SSLException tls = find(cause, SSLException.class);
        if (tls != null) {
            return failure(url, tlsFault(url, tls));
        }
        if (find(cause, IOException.class) != null) {
            return failure(url, "what listens there does not answer as a gateway; name the right one with --url");
        }
        throw new IllegalStateException("a request failed for no reason of the network", cause);
    }

    private static String tlsFault(GatewayUrl url, SSLException fault) {
        if (find(fault, CertPathBuilderException.class) != null) {
            return "its certificate is not from anybody trusted; name who signed it by --cacert FILE";
        }
        if (find(fault, CertPathValidatorException.class) != null) {
            return "its certificate is not valid (" + PlainText.of(String.valueOf(fault.getMessage())) + ")";
        }
        if (find(fault, CertificateException.class) != null) {
            return "its certificate is not for " + url.base().getHost() + "; use the name that it was made for";
        }
        return "TLS fails (" + PlainText.of(String.valueOf(fault.getMessage()))
                + "); is it http:// instead of https://?";
    }

    static Failure noGateway(GatewayUrl url, String what) {
        return failure(url, "what listens there is no gateway (" + what + "); name the right one with --url");
    }

    /** The answer to a handshake was no upgrade. */
    static Failure refused(GatewayUrl url, int status) {
        return switch (status) {
            case 429 ->
                failure(
                        url,
                        "too many connections from this address (limits.max-connections-per-ip), or of this user "
                                + "(limits.max-connections-per-user)");
            case 503 -> failure(url, "it is full (limits.max-connections) or about to stop; try again later");
            case 401 -> failure(url, "it does not let this client in; show a token by --token or GATEWAY_TOKEN");
            case 403 -> failure(url, "it does not let this client in (HTTP 403)");
            case 421 -> failure(url, "it does not know itself by this name; see server.allowed-hosts");
            default -> noGateway(url, "HTTP " + status + " to a WebSocket handshake");
        };
    }

    /** A connection that stood ended unasked. */
    static Failure lost(GatewayUrl url, String why) {
        return new Failure(
                ExitCode.UNREACHABLE, PlainText.of("lost the connection to the gateway at " + url + ": " + why));
    }

    private static Failure failure(GatewayUrl url, String why) {
        return new Failure(ExitCode.UNREACHABLE, "cannot reach the gateway at " + url + ": " + why);
    }

    private static <T extends Throwable> @Nullable T find(Throwable from, Class<T> type) {
        // Bounded: a chain of causes may run in a circle.
        Throwable at = from;
        for (int depth = 0; at != null && depth < 16; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }
}
