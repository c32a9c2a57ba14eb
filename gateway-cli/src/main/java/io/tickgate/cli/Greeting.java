package io.tickgate.cli;

import io.netty.util.NetUtil;
import io.tickgate.cli.client.GatewayUrl;
import io.tickgate.cli.demo.Demo;
import io.tickgate.core.Gateway;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What {@code gateway serve} says when it is ready: where it listens, and what to type in another terminal. */
final class Greeting {
    private final PrintWriter out;
    private final Gateway gateway;

    Greeting(PrintWriter out, Gateway gateway) {
        this.out = out;
        this.gateway = gateway;
    }

    /**
     * @param data what is played; null for nothing
     * @param quotesPerSecond of all symbols together
     */
    void printAddresses(@Nullable Demo data, double quotesPerSecond) {
        String at = at();
        out.println("gateway " + Gateway.version() + " is ready");
        out.println("  WebSocket  " + (gateway.isSecure() ? "wss://" : "ws://") + at + "/api/v1/websocket/ws");
        out.println("  HTTP       " + web() + "/api/v1/websocket/status");
        if (gateway.config().server().pages()) {
            out.println("  browser    " + web() + "/");
            if (gateway.adminAddress() instanceof InetSocketAddress admin) {
                out.println("  operator   http://" + NetUtil.toSocketAddressString(admin) + "/ops");
            }
        }
        if (data != null) {
            out.println("  demo       " + String.join(" ", data.symbols()) + ", " + rate(quotesPerSecond)
                    + " quotes/s; chart " + Demo.GUIDE_SYMBOL + " shows the bars of " + Demo.GUIDE_BARS);
        }
    }

    /** The same on one line, for a log. */
    String line() {
        String at = at();
        return "gateway " + Gateway.version() + " is ready at ws://" + at + "/api/v1/websocket/ws and http://" + at
                + " from now on";
    }

    /** Every line can be typed as it stands. */
    void printExamples(@Nullable Demo data) {
        String url = web().equals(GatewayUrl.DEFAULT) ? "" : " --url " + web();
        out.println();
        out.println("Try in another terminal:");
        out.println("  bin/gateway subscribe market_data" + url);
        if (data != null) {
            String symbol = data.symbols().get(0);
            out.println("  bin/gateway subscribe chart_updates:" + symbol + url + "    # the day's bar and KDJ");
            out.println("  bin/gateway subscribe backtest_progress" + url + "    # one runs 20 s, a pause of 10 s");
            out.println("  bin/gateway subscribe notifications system_status" + url);
            out.println("  curl '" + web() + "/api/v1/websocket/charts/" + symbol + "/points?limit=12'");
            out.println("  curl " + web() + "/api/v1/websocket/backtests");
        } else {
            // Nobody publishes yet.
            out.println("  bin/gateway publish market_data:TEST '{\"last\":1.5}'" + url);
        }
        out.println("  curl " + web() + "/api/v1/websocket/status");
        out.println("  curl " + web() + "/api/v1/websocket/broadcast -H 'Content-Type: application/json'"
                + " -d '{\"channel\":\"market_data:TEST\",\"message\":{\"last\":1.5}}'");
        out.println();
        out.println("Ctrl-C stops it.");
    }

    private static String rate(double perSecond) {
        return perSecond == Math.rint(perSecond) ? Long.toString((long) perSecond) : Double.toString(perSecond);
    }

    private String web() {
        return (gateway.isSecure() ? "https://" : "http://") + at();
    }

    private String at() {
        return urlHost() + ":" + gateway.port();
    }

    /** A host that a client on this machine can use. */
    private String urlHost() {
        InetAddress bound = gateway.addresses().get(0).getAddress();
        if (gateway.config().server().host().equals("localhost") || bound.isAnyLocalAddress()) {
            return "localhost";
        }
        String text = bound.getHostAddress();
        return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
    }
}
