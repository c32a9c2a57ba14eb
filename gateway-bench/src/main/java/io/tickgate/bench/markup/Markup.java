package io.tickgate.bench.markup;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A text of elements under way. What comes from outside is escaped, and every element that is opened must be closed.
 *
 * <p>Not thread-safe. Attributes are given as names and values in turn.
 */
public final class Markup {
    private final StringBuilder out = new StringBuilder(1 << 12);
    private final Deque<String> open = new ArrayDeque<>();

    /** Adds a start tag. */
    public Markup open(String name, String... attributes) {
        startTag(name, attributes);
        out.append('>');
        open.push(name);
        return this;
    }

    /** Adds the end tag of the innermost open element. */
    public Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Adds an element without content: one of SVG, or one that HTML knows as void. */
    public Markup empty(String name, String... attributes) {
        startTag(name, attributes);
        out.append("/>");
        return this;
    }

    /** Adds an element that holds nothing but text. */
    public Markup element(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close();
    }

    public Markup text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '\n', '\t' -> out.append(c);
                default -> appendAllowed(c);
            }
        }
        return this;
    }

    /** Adds a line break between tags, for whoever reads the file. */
    public Markup line() {
        out.append('\n');
        return this;
    }

    /** Adds what is finished already. */
    public Markup raw(String markup) {
        out.append(markup);
        return this;
    }

    private void startTag(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            attributeValue(attributes[i + 1]);
            out.append('"');
        }
    }

    private void attributeValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '"' -> out.append("&quot;");
                default -> appendAllowed(c);
            }
        }
    }

    /** Control characters and the two last of the plane have no place in XML, not even escaped (XML 1.0, section 2.2). */
    private void appendAllowed(char c) {
        out.append(c < ' ' || c >= '\ufffe' ? '\ufffd' : c);
    }

    /** @throws IllegalStateException when an element is still open */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return out.toString();
    }
}
