package io.marketbell.stream;

import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * What is to be said to readers before the server stops. It does not tell applications before it has cut their connections,
 * but it tells {@link ServerStop}, which is not of the application and finds this by its name.
 */
public final class Farewell implements FarewellMBean {
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;
    private final Runnable words;

    /**
     * @param name tells it from others
     * @param words returns when all is said
     */
    public Farewell(String name, Runnable words) {
        this.name = called(name);
        this.words = words;
    }

    /** @param name may be a pattern */
    static ObjectName called(String name) {
        try {
            return new ObjectName("io.marketbell:type=Farewell,name=" + name);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** From now on it is said when the server stops. */
    public void listen() {
        try {
            beans.registerMBean(this, name);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on it is not, unless it is being said already. */
    public void callOff() {
        try {
            beans.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // it never listened
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void say() {
        words.run();
    }
}
