package io.tickgate.core.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where an operator reaches the gateway: a listener of its own, beside the public one.
 *
 * @param listen {@code off}, {@code unix:} and the absolute path of a socket, or an address of this machine and a port
 * @param socketGroup the group whose members may use the Unix socket; {@code none} for the process's own
 * @param redact words in whose members the tail of a channel shows no value; {@code *} for all members
 */
public record AdminConfig(String listen, String socketGroup, int maxConnections, List<String> redact) {
    /** The text that starts the name of a Unix socket. */
    public static final String UNIX = "unix:";

    private static final String OFF = "off";
    private static final String NO_GROUP = "none";
    /** What the kernel's address has room for, without its zero. */
    private static final int PATH_BYTES_MAX = 107;

    static final Setting<String> LISTEN = Setting.text(
            "admin.listen",
            "off|unix:/[^\\p{Cntrl}]+|([A-Za-z0-9._*-]+|\\[[0-9a-fA-F:.]+\\]):\\d{1,5}",
            "off, unix: and an absolute path such as unix:/run/tickgate/admin.sock, or a loopback address and a port such as 127.0.0.1:8002",
            OFF,
            "Listener for the operator, who may see and end connections there: a Unix socket or a loopback port. There is no"
                    + " authentication on it: whoever reaches it is the operator.");
    static final Setting<String> SOCKET_GROUP = Setting.text(
            "admin.socket-group",
            "[A-Za-z_][A-Za-z0-9_.-]{0,31}",
            "a group of this machine, or none for the group of the process",
            NO_GROUP,
            "Group whose members may use the Unix socket, whose mode is 0660.");
    static final Setting<Integer> MAX_CONNECTIONS = Setting.integer(
            "admin.max-connections", 1, 1000, 16, "Sockets that the operator's listener serves at a time.");
    static final Setting<List<String>> REDACT = Setting.list(
            "admin.redact",
            new TextType(Pattern.compile("\\*|[a-z0-9]{1,64}"), "words of small letters and digits, or *"),
            "password, secret, token, authorization, apikey, cookie, email, phone, address",
            "The tail of a channel hides the values of members whose names, without - and _, hold one of these words; * hides all.");

    static final List<Setting<?>> ALL = List.of(LISTEN, SOCKET_GROUP, MAX_CONNECTIONS, REDACT);

    public static final AdminConfig DEFAULT = of(ConfigValues.NONE);

    /** @throws ConfigException also when other machines could reach it */
    public AdminConfig {
        LISTEN.check(listen);
        SOCKET_GROUP.check(socketGroup);
        MAX_CONNECTIONS.check(maxConnections);
        REDACT.check(redact);
        redact = List.copyOf(redact);
        if (listen.startsWith(UNIX)) {
            int bytes = listen.substring(UNIX.length()).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > PATH_BYTES_MAX) {
                throw new ConfigException(
                        LISTEN.key(),
                        "the path of a Unix socket has at most " + PATH_BYTES_MAX + " bytes, was " + bytes);
            }
        } else if (!listen.equals(OFF)) {
            requireLoopback(listen);
        }
    }

    private static void requireLoopback(String listen) {
        int colon = listen.lastIndexOf(':');
        if (Integer.parseInt(listen.substring(colon + 1)) > 65_535) {
            throw new ConfigException(LISTEN.key(), "a port is 0 to 65535, was \"" + listen + '"');
        }
        if (!ServerConfig.isLoopback(hostOf(listen))) {
            throw new ConfigException(
                    LISTEN.key(),
                    "\"" + listen + "\" can be reached from other machines and this listener has no authentication; "
                            + "take a loopback address such as 127.0.0.1:8002, or unix:/PATH");
        }
    }

    static AdminConfig of(ConfigValues values) {
        return new AdminConfig(
                values.get(LISTEN), values.get(SOCKET_GROUP), values.get(MAX_CONNECTIONS), values.get(REDACT));
    }

    public boolean isOff() {
        return listen.equals(OFF);
    }

    /** Whether {@link #path} is the name of it; else it is {@link #host} and {@link #port}. */
    public boolean isUnix() {
        return listen.startsWith(UNIX);
    }

    /** The path of the Unix socket. */
    public String path() {
        return listen.substring(UNIX.length());
    }

    /** Without the brackets of IPv6. */
    public String host() {
        return hostOf(listen);
    }

    public int port() {
        return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
    }

    /** Whether {@link #socketGroup} names one. */
    public boolean hasGroup() {
        return !socketGroup.equals(NO_GROUP);
    }

    private static String hostOf(String listen) {
        String host = listen.substring(0, listen.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
