<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pc(s)</source>
        <translation>
            <numerusform>%n pc</numerusform>
            <numerusform>%n pcs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>We’ve added your web basket: %n item(s)</source>
        <translation>
            <numerusform>We’ve added your web basket: %n item</numerusform>
            <numerusform>We’ve added your web basket: %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The web basket is here: %n item(s)</source>
        <translation>
            <numerusform>The web basket is here: %n item</numerusform>
            <numerusform>The web basket is here: %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{points} point(s)</source>
        <translation>
            <numerusform>{points} point</numerusform>
            <numerusform>{points} points</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n store(s)</source>
        <translation>
            <numerusform>%n store</numerusform>
            <numerusform>%n stores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more store(s)</source>
        <translation>
            <numerusform>and %n more store</numerusform>
            <numerusform>and %n more stores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) just sold out. Nothing is ordered yet.</source>
        <translation>
            <numerusform>%n item just sold out. Nothing is ordered yet.</numerusform>
            <numerusform>%n items just sold out. Nothing is ordered yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>%n left</numerusform>
            <numerusform>%n left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only %n left there. Take fewer or choose another way.</source>
        <translation>
            <numerusform>Only %n left there. Take fewer or choose another way.</numerusform>
            <numerusform>Only %n left there. Take fewer or choose another way.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CustomerBasketModel</name>
    <message numerus="yes">
        <source>%n here</source>
        <translation>
            <numerusform>%n here</numerusform>
            <numerusform>%n here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CustomersModel</name>
    <message numerus="yes">
        <source>%n customer(s)</source>
        <translation>
            <numerusform>%n customer found</numerusform>
            <numerusform>%n customers found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeviceModel</name>
    <message numerus="yes">
        <source>%n orders need your decision: open “Orders”.</source>
        <translation>
            <numerusform>%n order needs your decision: open “Orders”.</numerusform>
            <numerusform>%n orders need your decision: open “Orders”.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{file} · %n updates</source>
        <translation>
            <numerusform>{file} · %n update</numerusform>
            <numerusform>{file} · %n updates</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Moments</name>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n min ago</numerusform>
            <numerusform>%n min ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>%n h ago</numerusform>
            <numerusform>%n h ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderWords</name>
    <message numerus="yes">
        <source>Saved on this device. Tried %n time(s); it will be sent automatically.</source>
        <translation>
            <numerusform>Saved on this device. Tried once; it will be sent automatically.</numerusform>
            <numerusform>Saved on this device. Tried %n times; it will be sent automatically.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) wait for goods</source>
        <translation>
            <numerusform>%n item waits for goods</numerusform>
            <numerusform>%n items wait for goods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) to be collected at another store</source>
        <translation>
            <numerusform>%n item to be collected at another store</numerusform>
            <numerusform>%n items to be collected at another store</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) left out</source>
        <translation>
            <numerusform>%n item left out</numerusform>
            <numerusform>%n items left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutboxModel</name>
    <message numerus="yes">
        <source>%n not accepted</source>
        <translation>
            <numerusform>%n not accepted</numerusform>
            <numerusform>%n not accepted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting for an answer</source>
        <translation>
            <numerusform>%n waiting for an answer</numerusform>
            <numerusform>%n waiting for an answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not sent</source>
        <translation>
            <numerusform>%n not sent</numerusform>
            <numerusform>%n not sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) recovered.</source>
        <translation>
            <numerusform>%n order recovered.</numerusform>
            <numerusform>%n orders recovered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lost: {numbers}.</source>
        <translation>
            <numerusform>%n lost: {numbers}.</numerusform>
            <numerusform>%n lost: {numbers}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message numerus="yes">
        <source>%n to do</source>
        <translation>
            <numerusform>%n to do</numerusform>
            <numerusform>%n to do</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShopperPage</name>
    <message numerus="yes">
        <source>Basket, %n piece(s)</source>
        <translation>
            <numerusform>Basket, %n piece</numerusform>
            <numerusform>Basket, %n pieces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StaffModel</name>
    <message numerus="yes">
        <source>%n order(s) have not been sent yet. They are saved on this device and will be sent automatically: leave it switched on.</source>
        <translation>
            <numerusform>%n order has not been sent yet. It is saved on this device and will be sent automatically: leave it switched on.</numerusform>
            <numerusform>%n orders have not been sent yet. They are saved on this device and will be sent automatically: leave it switched on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) were not accepted and need a look.</source>
        <translation>
            <numerusform>%n order was not accepted and needs a look.</numerusform>
            <numerusform>%n orders were not accepted and need a look.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StillThere</name>
    <message numerus="yes">
        <source>In %n second(s) you are signed out and the screen is cleared.</source>
        <translation>
            <numerusform>In %n second you are signed out and the screen is cleared.</numerusform>
            <numerusform>In %n seconds you are signed out and the screen is cleared.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n second(s) we clear the screen, so that nobody sees what you chose.</source>
        <translation>
            <numerusform>In %n second we clear the screen, so that nobody sees what you chose.</numerusform>
            <numerusform>In %n seconds we clear the screen, so that nobody sees what you chose.</numerusform>
        </translation>
    </message>
</context>
</TS>
