package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.VisibleText;
import java.util.regex.Pattern;

/** Where a click on a notification may lead: front ends put it into a link as it is, so it must not be a script. */
final class ActionUrl {
    /** The end of a refusal. */
    static final String RULE = "must be an http:// or https:// address or a path, " + VisibleText.RULE;

    private static final Pattern WEB = Pattern.compile("https?://[^/?#\\\\].*", Pattern.CASE_INSENSITIVE);

    /** What comes before a colon is a scheme, unless a path, query or fragment began before it (RFC 3986 section 4.2). */
    private static final Pattern SCHEME = Pattern.compile("[^/?#]*:.*");

    /** Two slashes lead to another host, and browsers take a backslash for a slash. */
    private static final Pattern HOST = Pattern.compile("[/\\\\]{2}.*");

    private ActionUrl() {}

    static boolean isValid(String url) {
        return VisibleText.is(url)
                && (WEB.matcher(url).matches()
                        || (!SCHEME.matcher(url).matches() && !HOST.matcher(url).matches()));
    }
}
