package io.tickgate.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketFileTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void whatAKilledProcessLeftIsRemoved() throws Exception {
        Path path = directory.resolve("left.sock");
        listenOn(path).close();
        assertThat(Files.exists(path)).isTrue();

        new UnixSocketFile(path, null).removeStale();

        assertThat(Files.exists(path)).isFalse();
    }

    @Test
    void whatSomebodyListensOnStays() throws Exception {
        Path path = directory.resolve("used.sock");
        try (ServerSocketChannel other = listenOn(path)) {
            assertThatThrownBy(new UnixSocketFile(path, null)::removeStale)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
            assertThat(other.isOpen()).isTrue();
        }
        assertThat(Files.exists(path)).isTrue();
    }

    @Test
    void whatIsNoSocketStays() throws Exception {
        Path file = Files.writeString(directory.resolve("notes.txt"), "mine");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        for (Path path : new Path[] {file, link, directory}) {
            assertThatThrownBy(new UnixSocketFile(path, null)::removeStale)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no socket");
        }
        assertThat(file).hasContent("mine");
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        assertThatThrownBy(new UnixSocketFile(directory.resolve("none/admin.sock"), null)::removeStale)
                .hasMessageContaining("there is no directory " + directory.resolve("none"));
    }

    @Test
    void aGroupThatIsNotThereIsNamed() throws Exception {
        Path path = directory.resolve("admin.sock");
        try (ServerSocketChannel listener = listenOn(path)) {
            assertThatThrownBy(new UnixSocketFile(path, "nobody-has-this")::open)
                    .hasMessage("admin.socket-group: there is no group nobody-has-this");
            assertThat(listener.isOpen()).isTrue();
        }
    }

    private static ServerSocketChannel listenOn(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }
}
