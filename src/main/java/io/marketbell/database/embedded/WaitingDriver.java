package io.marketbell.database.embedded;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.h2.store.fs.FilePath;

/**
 * The JDBC driver that the server uses for every database. Delegates to the driver for the URL. For an embedded H2, it
 * uses files whose writes wait while the disk is full ({@link WaitingFilePath}); URL and file format stay the same.
 */
public final class WaitingDriver implements Driver {
    private static final Pattern EMBEDDED = Pattern.compile("jdbc:h2:(?=file:|[/~.]|[A-Za-z]:[/\\\\])");

    private final List<Driver> drivers;

    /** Called by the server. */
    public WaitingDriver() {
        FilePath.register(new WaitingFilePath());
        drivers = ServiceLoader.load(Driver.class, WaitingDriver.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    static String waiting(String url) {
        return EMBEDDED.matcher(url).replaceFirst("jdbc:h2:" + WaitingFilePath.SCHEME + ":");
    }

    private Optional<Driver> driver(String url) throws SQLException {
        for (Driver driver : drivers) {
            if (driver.acceptsURL(url)) {
                return Optional.of(driver);
            }
        }
        return Optional.empty();
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        Optional<Driver> driver = driver(url);
        return driver.isPresent() ? driver.get().connect(waiting(url), info) : null;
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return driver(url).isPresent();
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
        Optional<Driver> driver = driver(url);
        return driver.isPresent() ? driver.get().getPropertyInfo(url, info) : new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return true;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.marketbell.database");
    }
}
