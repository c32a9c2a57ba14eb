package io.tickgate.core.transport;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * The name of a Unix socket among the files: there before the listener is, perhaps from a process that was killed; open to
 * its owner and its group while it is; gone with it.
 */
final class UnixSocketFile {
    private final Path path;
    private final @Nullable String group;

    /** @param group null for that of the process */
    UnixSocketFile(Path path, @Nullable String group) {
        this.path = path;
        this.group = group;
    }

    Path path() {
        return path;
    }

    /** @throws IOException when something that listens, or no socket at all, has the name */
    void removeStale() throws IOException {
        BasicFileAttributes file;
        try {
            file = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException nothingThere) {
            if (path.getParent() != null && !Files.isDirectory(path.getParent())) {
                throw new IOException("there is no directory " + path.getParent());
            }
            return;
        }
        if (!file.isOther()) {
            throw new IOException(path + " is there, and no socket");
        }
        if (isListenedOn()) {
            throw new IOException(path + " is in use: somebody listens on it");
        }
        Files.deleteIfExists(path);
    }

    /** A socket whose process is gone refuses. */
    private boolean isListenedOn() {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException refused) {
            return false;
        }
    }

    /** Until here only the owner can connect, unless the process was started with a umask of 0. */
    void open() throws IOException {
        if (group != null) {
            try {
                GroupPrincipal principal =
                        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
                Files.getFileAttributeView(path, PosixFileAttributeView.class).setGroup(principal);
            } catch (UserPrincipalNotFoundException e) {
                throw new IOException("admin.socket-group: there is no group " + group, e);
            }
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
    }

    void remove() throws IOException {
        Files.deleteIfExists(path);
    }
}
