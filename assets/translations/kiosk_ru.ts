<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
<context>
    <name>AttractPage</name>
    <message>
        <source>Hold a product or your
loyalty card to the scanner</source>
        <translation>Поднесите товар
или карту лояльности</translation>
    </message>
    <message>
        <source>See sizes in every store and have them delivered</source>
        <translation>Покажем размеры во всех магазинах и привезём домой</translation>
    </message>
    <message>
        <source>Show us a product
or your loyalty card</source>
        <translation>Покажите товар
или карту лояльности</translation>
    </message>
    <message>
        <source>Search the shop</source>
        <translation>Поиск по магазину</translation>
    </message>
</context>
<context>
    <name>Basket</name>
    <message>
        <source>Sold out meanwhile. Please remove it.</source>
        <translation>Уже разобрали. Уберите, пожалуйста, из корзины.</translation>
    </message>
    <message>
        <source>Not enough there for so many. Take fewer or choose another way.</source>
        <translation>Столько там нет. Возьмите меньше или выберите другой способ.</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Товары</translation>
    </message>
    <message>
        <source>free</source>
        <translation>бесплатно</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>Доставка</translation>
    </message>
    <message>
        <source>here</source>
        <translation>здесь</translation>
    </message>
    <message>
        <source>The quantity was changed twice {one}.</source>
        <translation>Количество дважды изменили {one}.</translation>
    </message>
    <message>
        <source>The quantity was changed {one} and {other}.</source>
        <translation>Количество изменили и {one}, и {other}.</translation>
    </message>
    <message>
        <source>How many does the customer want?</source>
        <translation>Сколько нужно покупателю?</translation>
    </message>
    <message>
        <source>How many do you want?</source>
        <translation>Сколько заказать?</translation>
    </message>
</context>
<context>
    <name>BasketLine</name>
    <message>
        <source>Was %1</source>
        <translation>Было %1</translation>
    </message>
    <message>
        <source>Change how it gets to you</source>
        <translation>Изменить способ получения</translation>
    </message>
    <message>
        <source>Change how the customer gets it</source>
        <translation>Изменить способ получения</translation>
    </message>
</context>
<context>
    <name>BasketPage</name>
    <message>
        <source>Your basket</source>
        <translation>Корзина</translation>
    </message>
    <message>
        <source>Basket</source>
        <translation>Корзина</translation>
    </message>
    <message>
        <source>Nothing in it yet</source>
        <translation>Здесь пока пусто</translation>
    </message>
    <message>
        <source>Scan a label or look in the catalogue.</source>
        <translation>Отсканируйте этикетку или загляните в каталог.</translation>
    </message>
    <message>
        <source>Scan a label or look for something: whatever you choose waits for you here.</source>
        <translation>Отсканируйте этикетку или найдите товар: всё, что вы выберете, будет ждать здесь.</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Каталог</translation>
    </message>
    <message>
        <source>Prices have changed</source>
        <translation>Цены изменились</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>Понятно</translation>
    </message>
    <message>
        <source>Keep it apart</source>
        <translation>Не переносить</translation>
    </message>
    <message>
        <source>An item from the %1 is no longer sold</source>
        <translation>Товара больше нет в продаже (%1)</translation>
    </message>
    <message>
        <source>Continue shopping</source>
        <translation>Смотреть ещё</translation>
    </message>
    <message>
        <source>Check out</source>
        <translation>Оформить заказ</translation>
    </message>
    <message>
        <source>Your web basket stays where it is</source>
        <translation>Корзина с сайта осталась на сайте</translation>
    </message>
    <message>
        <source>Browse departments</source>
        <translation>Посмотреть отделы</translation>
    </message>
    <message>
        <source>The web basket stays where it is</source>
        <translation>Корзина с сайта осталась на сайте</translation>
    </message>
    <message>
        <source>Only what you chose here is on this screen.</source>
        <translation>На экране только то, что вы выбрали здесь.</translation>
    </message>
    <message>
        <source>Bring it over again</source>
        <translation>Перенести снова</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Убрать</translation>
    </message>
    <message>
        <source>Your web basket will appear when the network is back</source>
        <translation>Корзина с сайта появится, когда вернётся сеть</translation>
    </message>
    <message>
        <source>Have a loyalty card?</source>
        <translation>Есть карта?</translation>
    </message>
    <message>
        <source>Scan it for your price and points</source>
        <translation>Поднесите её&#xa0;— скидка и баллы</translation>
    </message>
    <message>
        <source>You can order now</source>
        <translation>Заказать можно сейчас</translation>
    </message>
    <message>
        <source>The order can be placed now</source>
        <translation>Заказ можно оформить сейчас</translation>
    </message>
    <message>
        <source>The shop confirms it when the network is back. If anything changes, a task to call the customer appears.</source>
        <translation>Магазин подтвердит его, когда вернётся сеть. Если что-то изменится, появится задача позвонить покупателю.</translation>
    </message>
    <message>
        <source>We will confirm it when the network is back, and call you if anything changes.</source>
        <translation>Подтвердим, когда вернётся сеть, и позвоним, если что-то изменится.</translation>
    </message>
    <message>
        <source>Scan a label.</source>
        <translation>Отсканируйте этикетку.</translation>
    </message>
    <message>
        <source>The web basket will appear when the network is back</source>
        <translation>Корзина с сайта появится, когда вернётся сеть</translation>
    </message>
    <message>
        <source>Does the customer have a loyalty card?</source>
        <translation>Есть ли у покупателя карта?</translation>
    </message>
    <message>
        <source>Scan it for their price and points</source>
        <translation>Поднесите её — скидка и баллы</translation>
    </message>
</context>
<context>
    <name>Camera</name>
    <message>
        <source>Too dark: turn it to the light</source>
        <translation>Темно: поверните к свету</translation>
    </message>
    <message>
        <source>Tilt it: there is a glare</source>
        <translation>Наклоните: мешает блик</translation>
    </message>
    <message>
        <source>A little further away</source>
        <translation>Чуть дальше</translation>
    </message>
    <message>
        <source>A bit closer</source>
        <translation>Чуть ближе</translation>
    </message>
    <message>
        <source>Hold it still</source>
        <translation>Держите ровно</translation>
    </message>
    <message>
        <source>Too dark: switch the light on</source>
        <translation>Темно: включите подсветку</translation>
    </message>
</context>
<context>
    <name>Catalogue</name>
    <message>
        <source>It is here and being checked…</source>
        <translation>Получен, проверяем…</translation>
    </message>
    <message>
        <source>{received} of {size} MB · {percent}</source>
        <translation>{received} из {size} МБ · {percent}</translation>
    </message>
    <message>
        <source>There is no room for it: this device’s disk is full. Tell IT.</source>
        <translation>Для него нет места: диск устройства заполнен. Сообщите в ИТ.</translation>
    </message>
</context>
<context>
    <name>CataloguePage</name>
    <message>
        <source>Catalogue</source>
        <translation>Каталог</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Ищем…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Ничего не нашлось</translation>
    </message>
    <message>
        <source>The search does not work just now</source>
        <translation>Поиск сейчас не работает</translation>
    </message>
    <message>
        <source>No results for “%1”. Try:</source>
        <translation>По запросу «%1» ничего нет. Попробуйте:</translation>
    </message>
    <message>
        <source>Browse departments</source>
        <translation>Посмотреть отделы</translation>
    </message>
    <message>
        <source>Try another word, or scan the label.</source>
        <translation>Попробуйте другое слово или отсканируйте этикетку.</translation>
    </message>
    <message>
        <source>Scan the label, or try again in a moment.</source>
        <translation>Отсканируйте этикетку или попробуйте чуть позже.</translation>
    </message>
</context>
<context>
    <name>CategoryPage</name>
    <message>
        <source>This shelf is empty just now</source>
        <translation>Здесь пока ничего нет</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Секунду…</translation>
    </message>
</context>
<context>
    <name>Checkout</name>
    <message>
        <source>New address</source>
        <translation>Другой адрес</translation>
    </message>
    <message>
        <source>Wait for the next one</source>
        <translation>Подождать следующего поступления</translation>
    </message>
    <message>
        <source>Collect it at the nearest store that has it</source>
        <translation>Забрать в ближайшем магазине, где есть</translation>
    </message>
    <message>
        <source>Leave it out and do not pay for it</source>
        <translation>Убрать из заказа и не платить</translation>
    </message>
    <message>
        <source>Now at the till</source>
        <translation>Сейчас на кассе</translation>
    </message>
    <message>
        <source>Show the printed code there</source>
        <translation>Покажите там код с чека</translation>
    </message>
    <message>
        <source>On delivery</source>
        <translation>При доставке</translation>
    </message>
    <message>
        <source>Pay the courier by card or in cash</source>
        <translation>Курьеру, картой или наличными</translation>
    </message>
    <message>
        <source>When you collect</source>
        <translation>При получении</translation>
    </message>
    <message>
        <source>Pay in the store when it is ready</source>
        <translation>В магазине, когда заказ будет готов</translation>
    </message>
    <message>
        <source>The customer pays at the till</source>
        <translation>Покупатель платит на кассе</translation>
    </message>
    <message>
        <source>With the code on the receipt</source>
        <translation>По коду с чека</translation>
    </message>
    <message>
        <source>To the courier, by card or in cash</source>
        <translation>Курьеру, картой или наличными</translation>
    </message>
    <message>
        <source>On collection</source>
        <translation>При выдаче</translation>
    </message>
    <message>
        <source>In the store, when it is ready</source>
        <translation>В магазине, когда заказ готов</translation>
    </message>
    <message>
        <source>Home delivery</source>
        <translation>Доставка домой</translation>
    </message>
    <message>
        <source>Leave it out: the customer does not pay for it</source>
        <translation>Убрать из заказа: покупатель за это не платит</translation>
    </message>
    <message>
        <source>Say the order’s number there</source>
        <translation>Назовите там номер заказа</translation>
    </message>
    <message>
        <source>With the order’s number</source>
        <translation>По номеру заказа</translation>
    </message>
</context>
<context>
    <name>CheckoutPage</name>
    <message>
        <source>Checkout</source>
        <translation>Оформление</translation>
    </message>
    <message>
        <source>The customer’s basket changed. Nothing is ordered yet.</source>
        <translation>Корзина покупателя изменилась. Заказ ещё не оформлен.</translation>
    </message>
    <message>
        <source>Your basket changed. Nothing is ordered yet.</source>
        <translation>Корзина изменилась. Заказ ещё не оформлен.</translation>
    </message>
    <message>
        <source>Prices have changed. Nothing is ordered yet.</source>
        <translation>Цены изменились. Заказ ещё не оформлен.</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>Понятно</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Нет сети</translation>
    </message>
    <message>
        <source>The network dropped. The order has not been placed.</source>
        <translation>Пропала сеть. Заказ ещё не оформлен.</translation>
    </message>
    <message>
        <source>The network dropped. Your order has not been placed.</source>
        <translation>Пропала сеть. Заказ ещё не оформлен.</translation>
    </message>
    <message>
        <source>You can still order: we will save it here and confirm it later.</source>
        <translation>Заказать можно: сохраним здесь и подтвердим позже.</translation>
    </message>
    <message>
        <source>The basket is safe. Press Place order once more; we will send it when the network is back.</source>
        <translation>Корзина сохранена. Нажмите «Заказать» ещё раз: отправим, когда сеть вернётся.</translation>
    </message>
    <message>
        <source>Your basket is safe. Press Place order once more; we will send it when the network is back.</source>
        <translation>Корзина сохранена. Нажмите «Заказать» ещё раз: отправим, когда сеть вернётся.</translation>
    </message>
    <message>
        <source>If something sells out before we can confirm</source>
        <translation>Если что-то разберут, пока нет сети</translation>
    </message>
    <message>
        <source>Replaces %1. Details are filled in from it; please check.</source>
        <translation>Вместо %1. Данные взяты из него, проверьте.</translation>
    </message>
    <message>
        <source>How the customer gets it</source>
        <translation>Способ получения</translation>
    </message>
    <message>
        <source>How you’ll get it</source>
        <translation>Способ получения</translation>
    </message>
    <message>
        <source>Deliver to</source>
        <translation>Куда доставить</translation>
    </message>
    <message>
        <source>Scan the code in the customer’s app and their saved addresses are here.</source>
        <translation>Отсканируйте код из приложения покупателя&#xa0;— и его адреса уже здесь.</translation>
    </message>
    <message>
        <source>Scan the code in our app and your saved addresses are here.</source>
        <translation>Отсканируйте код в нашем приложении&#xa0;— и сохранённые адреса появятся здесь.</translation>
    </message>
    <message>
        <source>City</source>
        <translation>Город</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>Улица</translation>
    </message>
    <message>
        <source>House</source>
        <translation>Дом</translation>
    </message>
    <message>
        <source>Flat</source>
        <translation>Квартира</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>необязательно</translation>
    </message>
    <message>
        <source>Delivery time</source>
        <translation>Когда доставить</translation>
    </message>
    <message>
        <source>How to reach you</source>
        <translation>Как с вами связаться</translation>
    </message>
    <message>
        <source>Customer’s contacts</source>
        <translation>Контакты покупателя</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Телефон</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Choose what to do with the items</source>
        <translation>Выберите, что делать с товарами</translation>
    </message>
    <message>
        <source>Choose what to do with the item</source>
        <translation>Выберите, что делать с товаром</translation>
    </message>
    <message>
        <source>How to pay</source>
        <translation>Как оплатить</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Секунду…</translation>
    </message>
    <message>
        <source>Place order · %1</source>
        <translation>Заказать · %1</translation>
    </message>
    <message>
        <source>The order can still be placed: it is saved here and confirmed later.</source>
        <translation>Заказ можно оформить: он сохранится здесь, подтвердим позже.</translation>
    </message>
    <message>
        <source>Nothing is paid here. Until the order is placed, everything can be changed.</source>
        <translation>Здесь ничего не списывается. До заказа всё можно изменить.</translation>
    </message>
</context>
<context>
    <name>CheckoutPart</name>
    <message>
        <source>sold out</source>
        <translation>разобрали</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Изменить</translation>
    </message>
    <message>
        <source>Change how it gets to you</source>
        <translation>Изменить способ получения</translation>
    </message>
    <message>
        <source>Change how the customer gets it</source>
        <translation>Изменить способ получения</translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n товар</numerusform>
            <numerusform>%n товара</numerusform>
            <numerusform>%n товаров</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pc(s)</source>
        <translation>
            <numerusform>%n шт.</numerusform>
            <numerusform>%n шт.</numerusform>
            <numerusform>%n шт.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>We’ve added your web basket: %n item(s)</source>
        <translation>
            <numerusform>Мы перенесли вашу корзину с сайта: %n шт.</numerusform>
            <numerusform>Мы перенесли вашу корзину с сайта: %n шт.</numerusform>
            <numerusform>Мы перенесли вашу корзину с сайта: %n шт.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The web basket is here: %n item(s)</source>
        <translation>
            <numerusform>Корзина с сайта здесь: %n шт.</numerusform>
            <numerusform>Корзина с сайта здесь: %n шт.</numerusform>
            <numerusform>Корзина с сайта здесь: %n шт.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{points} point(s)</source>
        <translation>
            <numerusform>{points} балл</numerusform>
            <numerusform>{points} балла</numerusform>
            <numerusform>{points} баллов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n store(s)</source>
        <translation>
            <numerusform>%n магазин</numerusform>
            <numerusform>%n магазина</numerusform>
            <numerusform>%n магазинов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more store(s)</source>
        <translation>
            <numerusform>и ещё %n магазин</numerusform>
            <numerusform>и ещё %n магазина</numerusform>
            <numerusform>и ещё %n магазинов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) just sold out. Nothing is ordered yet.</source>
        <translation>
            <numerusform>Разобрали %n товар. Заказ ещё не оформлен.</numerusform>
            <numerusform>Разобрали %n товара. Заказ ещё не оформлен.</numerusform>
            <numerusform>Разобрали %n товаров. Заказ ещё не оформлен.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>осталось %n шт.</numerusform>
            <numerusform>осталось %n шт.</numerusform>
            <numerusform>осталось %n шт.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n секунду</numerusform>
            <numerusform>%n секунды</numerusform>
            <numerusform>%n секунд</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n минуту</numerusform>
            <numerusform>%n минуты</numerusform>
            <numerusform>%n минут</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n час</numerusform>
            <numerusform>%n часа</numerusform>
            <numerusform>%n часов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n день</numerusform>
            <numerusform>%n дня</numerusform>
            <numerusform>%n дней</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only %n left there. Take fewer or choose another way.</source>
        <translation>
            <numerusform>Там осталась только %n шт. Возьмите меньше или выберите другой способ.</numerusform>
            <numerusform>Там осталось только %n шт. Возьмите меньше или выберите другой способ.</numerusform>
            <numerusform>Там осталось только %n шт. Возьмите меньше или выберите другой способ.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Customer</name>
    <message>
        <source>Card read</source>
        <translation>Карта считана</translation>
    </message>
</context>
<context>
    <name>CustomerBasketCard</name>
    <message>
        <source>Web basket</source>
        <translation>Корзина с сайта</translation>
    </message>
    <message>
        <source>Basket</source>
        <translation>Корзина</translation>
    </message>
    <message>
        <source>live</source>
        <translation>обновляется</translation>
    </message>
    <message>
        <source>Nothing in it yet</source>
        <translation>Здесь пока пусто</translation>
    </message>
    <message>
        <source>Scan an item: it goes in here.</source>
        <translation>Отсканируйте товар&#xa0;— он появится здесь.</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>Доставка</translation>
    </message>
    <message>
        <source>Check out</source>
        <translation>Оформить заказ</translation>
    </message>
    <message>
        <source>To pay</source>
        <translation>К оплате</translation>
    </message>
    <message>
        <source>Quantities and delivery</source>
        <translation>Количество и доставка</translation>
    </message>
    <message>
        <source>just scanned · %1</source>
        <translation>только что · %1</translation>
    </message>
</context>
<context>
    <name>CustomerBasketModel</name>
    <message>
        <source>The web basket joins when the network is back</source>
        <translation>Корзина с сайта появится, когда вернётся сеть</translation>
    </message>
    <message>
        <source>Web basket as of {time}</source>
        <translation>Корзина с сайта на {time}</translation>
    </message>
    <message>
        <source>free</source>
        <translation>бесплатно</translation>
    </message>
    <message>
        <source>{few} or {last}? Choose</source>
        <translation>{few} или {last}? Выберите</translation>
    </message>
    <message>
        <source>sold out everywhere</source>
        <translation>нигде нет</translation>
    </message>
    <message>
        <source>not enough: {stock}</source>
        <translation>не хватает: {stock}</translation>
    </message>
    <message numerus="yes">
        <source>%n here</source>
        <translation>
            <numerusform>здесь %n шт.</numerusform>
            <numerusform>здесь %n шт.</numerusform>
            <numerusform>здесь %n шт.</numerusform>
        </translation>
    </message>
    <message>
        <source>here, to be confirmed</source>
        <translation>есть здесь, уточним</translation>
    </message>
    <message>
        <source>few here at {time}</source>
        <translation>мало, на {time}</translation>
    </message>
    <message>
        <source>here at {time}</source>
        <translation>есть здесь, на {time}</translation>
    </message>
    <message>
        <source>home {day}</source>
        <translation>домой {day}</translation>
    </message>
    <message>
        <source>{place} {day}</source>
        <translation>{place}, {day}</translation>
    </message>
</context>
<context>
    <name>CustomerFileModel</name>
    <message>
        <source>customer since {month}</source>
        <translation>с нами с {month}</translation>
    </message>
    <message>
        <source>points as of {when}</source>
        <translation>баллы на {when}</translation>
    </message>
</context>
<context>
    <name>CustomersModel</name>
    <message numerus="yes">
        <source>%n customer(s)</source>
        <translation>
            <numerusform>Найден %n покупатель</numerusform>
            <numerusform>Найдено %n покупателя</numerusform>
            <numerusform>Найдено %n покупателей</numerusform>
        </translation>
    </message>
    <message>
        <source>card •••• {last}</source>
        <translation>карта •••• {last}</translation>
    </message>
</context>
<context>
    <name>CustomersPage</name>
    <message>
        <source>Customers</source>
        <translation>Покупатели</translation>
    </message>
    <message>
        <source>The search works again when the network is back</source>
        <translation>Поиск заработает, когда вернётся сеть</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Найти</translation>
    </message>
    <message>
        <source>A customer’s card is open</source>
        <translation>Открыта карта покупателя</translation>
    </message>
    <message>
        <source>You are with %1</source>
        <translation>Сейчас с вами %1</translation>
    </message>
    <message>
        <source>Opening somebody else ends this first.</source>
        <translation>Если открыть другого покупателя, этот закроется.</translation>
    </message>
    <message>
        <source>Back to them</source>
        <translation>Вернуться</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Открываем…</translation>
    </message>
    <message>
        <source>Scan a card or an app code</source>
        <translation>Отсканируйте карту или код из приложения</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Ищем…</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>Никто не нашёлся</translation>
    </message>
    <message>
        <source>The search needs the network</source>
        <translation>Для поиска нужна сеть</translation>
    </message>
    <message>
        <source>The search did not work</source>
        <translation>Поиск не удался</translation>
    </message>
    <message>
        <source>Scan the customer’s app code: it opens without the network as well. Catalogue, basket and orders work as usual.</source>
        <translation>Отсканируйте код из приложения покупателя: он открывается и без сети. Каталог, корзина и заказы работают как обычно.</translation>
    </message>
    <message>
        <source>Name, 4 digits of the phone, or the card number</source>
        <translation>Имя, 4 цифры телефона или номер карты</translation>
    </message>
    <message>
        <source>A few more digits</source>
        <translation>Нужно больше цифр</translation>
    </message>
    <message>
        <source>It opens the customer at once. Or type a name as the account spells it, at least 4 digits of the phone, or the whole card number.</source>
        <translation>Покупатель откроется сразу. Или наберите имя, как оно записано, от 4 цифр телефона или весь номер карты.</translation>
    </message>
    <message>
        <source>At least 4 digits of the phone, or the whole card number.</source>
        <translation>От 4 цифр телефона или весь номер карты.</translation>
    </message>
    <message>
        <source>Names are found as the account spells them: “Anna” does not find “Анна”. Or try at least 4 digits of the phone.
You can also sell without an account.</source>
        <translation>Имя ищем так, как оно записано: по «Anna» «Анна» не найдётся. Или наберите от 4 цифр телефона.
Оформить заказ можно и без карты.</translation>
    </message>
</context>
<context>
    <name>DamageCard</name>
    <message>
        <source>Got it</source>
        <translation>Понятно</translation>
    </message>
</context>
<context>
    <name>DeviceModel</name>
    <message>
        <source>Connecting…</source>
        <translation>Подключаемся…</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Есть</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Нет сети</translation>
    </message>
    <message>
        <source>Not in service</source>
        <translation>Терминал не работает</translation>
    </message>
    <message>
        <source>Last contact: {when}.</source>
        <translation>Последняя связь: {when}.</translation>
    </message>
    <message>
        <source>We keep trying; please check this device’s network.</source>
        <translation>Пробуем снова; проверьте сеть устройства.</translation>
    </message>
    <message>
        <source>As of {when}</source>
        <translation>Актуальны: {when}</translation>
    </message>
    <message>
        <source>As in the catalogue</source>
        <translation>Как в каталоге</translation>
    </message>
    <message>
        <source>They are brought up to date when the network is back.</source>
        <translation>Обновятся, когда появится сеть.</translation>
    </message>
    <message>
        <source>Prices and stock</source>
        <translation>Цены и остатки</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Каталог</translation>
    </message>
    <message>
        <source>Nothing can be sold here before it comes.</source>
        <translation>Пока его нет, здесь ничего не продать.</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Ещё нет</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Действует</translation>
    </message>
    <message>
        <source>In use since {when}</source>
        <translation>Действует с {when}</translation>
    </message>
    <message>
        <source>New catalogue</source>
        <translation>Новый каталог</translation>
    </message>
    <message>
        <source>No room</source>
        <translation>Нет места</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Сбиты</translation>
    </message>
    <message>
        <source>This device’s clock</source>
        <translation>Часы устройства</translation>
    </message>
    <message>
        <source>Server connection</source>
        <translation>Связь с сервером</translation>
    </message>
    <message>
        <source>The current catalogue stays in use meanwhile.</source>
        <translation>Пока работает прежний каталог.</translation>
    </message>
    <message>
        <source>Not installed · {when}</source>
        <translation>Не установлен · {when}</translation>
    </message>
    <message>
        <source>One order needs your decision: open “Orders”.</source>
        <translation>Один заказ ждёт вашего решения: откройте «Заказы».</translation>
    </message>
    <message numerus="yes">
        <source>%n orders need your decision: open “Orders”.</source>
        <translation>
            <numerusform>%n заказ ждёт вашего решения: откройте «Заказы».</numerusform>
            <numerusform>%n заказа ждут вашего решения: откройте «Заказы».</numerusform>
            <numerusform>%n заказов ждут вашего решения: откройте «Заказы».</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved on this device; they are sent when the network is back.</source>
        <translation>Сохранены на устройстве; отправятся, когда появится сеть.</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Заказы</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>камера</translation>
    </message>
    <message>
        <source>codes are typed in</source>
        <translation>коды вводят вручную</translation>
    </message>
    <message>
        <source>hand scanner</source>
        <translation>ручной сканер</translation>
    </message>
    <message>
        <source>set up</source>
        <translation>настроен</translation>
    </message>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Магазин</translation>
    </message>
    <message>
        <source>Order numbers begin with</source>
        <translation>Номера заказов начинаются с</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Сканер</translation>
    </message>
    <message>
        <source>Receipt printer</source>
        <translation>Принтер чеков</translation>
    </message>
    <message>
        <source>Program version</source>
        <translation>Версия программы</translation>
    </message>
    <message numerus="yes">
        <source>{file} · %n updates</source>
        <translation>
            <numerusform>{file} · обновлений: %n</numerusform>
            <numerusform>{file} · обновлений: %n</numerusform>
            <numerusform>{file} · обновлений: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Catalogue version</source>
        <translation>Версия каталога</translation>
    </message>
    <message>
        <source>today, {time}</source>
        <translation>сегодня, {time}</translation>
    </message>
</context>
<context>
    <name>DevicePage</name>
    <message>
        <source>This device</source>
        <translation>Это устройство</translation>
    </message>
    <message>
        <source>All is well. A new catalogue is downloading</source>
        <translation>Всё в порядке. Загружается новый каталог</translation>
    </message>
    <message>
        <source>Everything is in order</source>
        <translation>Всё в порядке</translation>
    </message>
    <message>
        <source>Works, but something is still waiting</source>
        <translation>Работает, но кое-что ещё ждёт</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>Требует внимания</translation>
    </message>
    <message>
        <source>Set up a scanner</source>
        <translation>Настроить сканер</translation>
    </message>
</context>
<context>
    <name>Done</name>
    <message>
        <source>The order is safe. We will confirm it when the network is back.</source>
        <translation>Заказ сохранён. Подтвердим его, когда вернётся сеть.</translation>
    </message>
    <message>
        <source>Your order is safe. We will confirm it when the network is back.</source>
        <translation>Заказ сохранён. Подтвердим его, когда вернётся сеть.</translation>
    </message>
    <message>
        <source>Confirmed by the shop.</source>
        <translation>Магазин подтвердил заказ.</translation>
    </message>
    <message>
        <source>Confirming…</source>
        <translation>Подтверждаем…</translation>
    </message>
    <message>
        <source>Confirmed, with changes</source>
        <translation>Подтверждён с изменениями</translation>
    </message>
    <message>
        <source>We will add {added}</source>
        <translation>Начислим {added}</translation>
    </message>
    <message>
        <source>We will add {added}: {total} in all</source>
        <translation>Начислим {added}, всего станет {total}</translation>
    </message>
    <message>
        <source>The receipt is being printed…</source>
        <translation>Чек печатается…</translation>
    </message>
    <message>
        <source>{name}: {decided} instead of {quoted}</source>
        <translation>{name}: {decided} вместо {quoted}</translation>
    </message>
    <message>
        <source>New total: {now} instead of {before}</source>
        <translation>Новая сумма: {now} вместо {before}</translation>
    </message>
    <message>
        <source>Now {now}, {later} when it arrives</source>
        <translation>Сейчас {now}, ещё {later}, когда придёт</translation>
    </message>
    <message>
        <source>Nothing to pay yet</source>
        <translation>Платить пока не нужно</translation>
    </message>
    <message>
        <source>The customer pays at the till</source>
        <translation>Покупатель платит на кассе</translation>
    </message>
    <message>
        <source>The customer pays the courier</source>
        <translation>Покупатель платит курьеру</translation>
    </message>
    <message>
        <source>The customer pays on collection</source>
        <translation>Покупатель платит при получении</translation>
    </message>
    <message>
        <source>Pay at the till</source>
        <translation>Оплатите на кассе</translation>
    </message>
    <message>
        <source>You pay the courier</source>
        <translation>оплата курьеру</translation>
    </message>
    <message>
        <source>You pay when you collect</source>
        <translation>оплата при получении</translation>
    </message>
    <message>
        <source>Say the order’s number there</source>
        <translation>Назовите там номер заказа</translation>
    </message>
    <message>
        <source>With the code on the receipt</source>
        <translation>По коду с чека</translation>
    </message>
    <message>
        <source>Show the code on the receipt</source>
        <translation>Покажите код с чека</translation>
    </message>
    <message>
        <source>Take your receipt</source>
        <translation>Возьмите чек</translation>
    </message>
    <message>
        <source>Collect it at {place}, {when}</source>
        <translation>Можно забрать: {place}, {when}</translation>
    </message>
    <message>
        <source>Collect it at {place}</source>
        <translation>Можно забрать: {place}</translation>
    </message>
    <message>
        <source>Waiting for stock · paid for when it arrives</source>
        <translation>Ждём поступления · оплата, когда придёт</translation>
    </message>
    <message>
        <source>Waiting for stock · you pay for it when it arrives</source>
        <translation>Ждём поступления · оплатите, когда придёт</translation>
    </message>
    <message>
        <source>Left out: the customer does not pay for it</source>
        <translation>Убрано из заказа: покупатель за это не платит</translation>
    </message>
    <message>
        <source>Left out: you do not pay for it</source>
        <translation>Убрано из заказа: платить за это не нужно</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>Отдали сразу</translation>
    </message>
    <message>
        <source>You have it with you</source>
        <translation>Забираете с собой</translation>
    </message>
    <message>
        <source>Home, {where}: {when}</source>
        <translation>Домой, {where}: {when}</translation>
    </message>
    <message>
        <source>Collect at {place}: {when}</source>
        <translation>Самовывоз, {place}: {when}</translation>
    </message>
    <message>
        <source>Brought to {place}: {when}</source>
        <translation>Привезём в {place}: {when}</translation>
    </message>
    <message>
        <source>Everything sold out meanwhile. The customer is to be called: see “Tasks”.</source>
        <translation>Всё разобрали. Покупателю нужно позвонить: смотрите «Задачи».</translation>
    </message>
    <message>
        <source>Everything sold out meanwhile. We will call you about it.</source>
        <translation>Всё разобрали. Мы вам позвоним.</translation>
    </message>
    <message>
        <source>With the order’s number</source>
        <translation>По номеру заказа</translation>
    </message>
</context>
<context>
    <name>DonePage</name>
    <message>
        <source>Please see our staff</source>
        <translation>Обратитесь к консультанту</translation>
    </message>
    <message>
        <source>Order accepted</source>
        <translation>Заказ принят</translation>
    </message>
    <message>
        <source>The shop refused the order</source>
        <translation>Магазин не принял заказ</translation>
    </message>
    <message>
        <source>No. %1</source>
        <translation>№ %1</translation>
    </message>
    <message>
        <source>A price has changed</source>
        <translation>Цена изменилась</translation>
    </message>
    <message>
        <source>The receipt is printed.</source>
        <translation>Чек напечатан.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Ask the customer to scan this to track the order</source>
        <translation>Покажите покупателю: здесь видно, где заказ</translation>
    </message>
    <message>
        <source>Point your camera here to see the order’s status</source>
        <translation>Наведите камеру&#xa0;— увидите статус заказа</translation>
    </message>
    <message>
        <source>Finish · screen clears in %1</source>
        <translation>Завершить · экран очистится через %1</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Завершить</translation>
    </message>
    <message>
        <source>Next customer</source>
        <translation>Следующий покупатель</translation>
    </message>
</context>
<context>
    <name>Field</name>
    <message>
        <source>Clear</source>
        <translation>Очистить</translation>
    </message>
</context>
<context>
    <name>FollowCard</name>
    <message>
        <source>Follow it on your phone</source>
        <translation>Следите с телефона</translation>
    </message>
    <message>
        <source>Point your camera here to see the order’s status</source>
        <translation>Наведите камеру&#xa0;— увидите статус заказа</translation>
    </message>
    <message>
        <source>Ask the customer to scan this to track the order</source>
        <translation>Покажите покупателю: здесь видно, где заказ</translation>
    </message>
    <message>
        <source>For the customer’s phone</source>
        <translation>Для телефона покупателя</translation>
    </message>
</context>
<context>
    <name>Keyboard</name>
    <message>
        <source>Capital letter</source>
        <translation>Заглавная буква</translation>
    </message>
    <message>
        <source>Delete a character</source>
        <translation>Стереть символ</translation>
    </message>
    <message>
        <source>ABC</source>
        <translation>АБВ</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пробел</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Далее</translation>
    </message>
</context>
<context>
    <name>LinkMark</name>
    <message>
        <source>connected</source>
        <translation>на связи</translation>
    </message>
    <message>
        <source>the clock
is wrong</source>
        <translation>часы
сбиты</translation>
    </message>
</context>
<context>
    <name>Locked</name>
    <message>
        <source>This terminal is out of service</source>
        <translation>Терминал не работает</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>Nothing was read. Hold the code to the scanner once more.</source>
        <translation>Код не считался. Поднесите его к сканеру ещё раз.</translation>
    </message>
    <message>
        <source>The code was read with an error. Hold it to the scanner once more.</source>
        <translation>Код считался с ошибкой. Поднесите его к сканеру ещё раз.</translation>
    </message>
    <message>
        <source>This code is not from our shop. Find the item by its name instead.</source>
        <translation>Этот код не из нашего магазина. Найдите товар по названию.</translation>
    </message>
    <message>
        <source>This is a web link ({about}), not a product. We don’t open links. Scan the barcode on the label.</source>
        <translation>Это ссылка ({about}), а не товар. Ссылки мы не открываем. Отсканируйте штрихкод на этикетке.</translation>
    </message>
    <message>
        <source>This is the receipt of order {about}. Show it to an assistant.</source>
        <translation>Это чек заказа {about}. Покажите его консультанту.</translation>
    </message>
    <message>
        <source>This exact item is already in your basket. Nothing was added.</source>
        <translation>Эта вещь уже в корзине. Второй раз не добавили.</translation>
    </message>
    <message>
        <source>Terminal {terminal}: a shopper needs help</source>
        <translation>Терминал {terminal}: покупателю нужна помощь</translation>
    </message>
    <message>
        <source>This item is no longer sold. Everything else is as it was.</source>
        <translation>Этого товара больше нет в продаже. Всё остальное на месте.</translation>
    </message>
    <message>
        <source>This picture came damaged. Everything else is as it was.</source>
        <translation>Фотография пришла повреждённой. Остальное без изменений.</translation>
    </message>
    <message>
        <source>Too many unknown cards were scanned here. Wait ten minutes, or show the code in the app.</source>
        <translation>Слишком много неизвестных карт. Подождите десять минут или покажите код в приложении.</translation>
    </message>
    <message>
        <source>We do not know this card. You can go on and order without it.</source>
        <translation>Эта карта нам неизвестна. Можно продолжить и заказать без неё.</translation>
    </message>
    <message>
        <source>Card read; points will be added to your order.</source>
        <translation>Карта считана, баллы начислим к заказу.</translation>
    </message>
    <message>
        <source>This code has expired. Open the app for a fresh one and scan that.</source>
        <translation>Срок действия кода истёк. Откройте приложение и отсканируйте новый код.</translation>
    </message>
    <message>
        <source>We cannot trust this code. Open the code in our app and scan it again.</source>
        <translation>Этому коду нельзя доверять. Откройте код в нашем приложении и отсканируйте ещё раз.</translation>
    </message>
    <message>
        <source>Another card is in use. End the session first, then scan yours.</source>
        <translation>Сейчас открыта другая карта. Завершите сеанс и отсканируйте свою.</translation>
    </message>
    <message>
        <source>{name}, you are signed in.</source>
        <translation>{name}, вы вошли.</translation>
    </message>
    <message>
        <source>{name}, you are signed in. Your address is here.</source>
        <translation>{name}, вы вошли. Ваш адрес уже здесь.</translation>
    </message>
    <message>
        <source>Your web basket is here.</source>
        <translation>Корзина с сайта уже здесь.</translation>
    </message>
    <message>
        <source>To use a saved address, scan the code in our app.</source>
        <translation>Чтобы выбрать сохранённый адрес, отсканируйте код в нашем приложении.</translation>
    </message>
    <message>
        <source>The basket is empty. Scan an item first.</source>
        <translation>Корзина пуста. Сначала отсканируйте товар.</translation>
    </message>
    <message>
        <source>Prices in the basket have changed. {total}</source>
        <translation>Цены в корзине изменились. {total}</translation>
    </message>
    <message>
        <source>Prices in the basket have changed: the basket shows which.</source>
        <translation>Цены в корзине изменились: в корзине видно, какие.</translation>
    </message>
    <message>
        <source>Nobody is reached by the phone number in this order. Ask the customer for another one, then take the order anew.</source>
        <translation>По номеру телефона из этого заказа никому не дозвониться. Узнайте у покупателя другой номер и оформите заказ заново.</translation>
    </message>
    <message>
        <source>Enter a phone number: the shop calls it about the order.</source>
        <translation>Введите номер телефона: магазин позвонит по нему о заказе.</translation>
    </message>
    <message>
        <source>A phone number is digits alone. Enter it without words or letters.</source>
        <translation>Номер телефона — это только цифры. Введите его без слов и букв.</translation>
    </message>
    <message>
        <source>This is more than one phone number. Enter one of them.</source>
        <translation>Здесь больше одного номера телефона. Введите один из них.</translation>
    </message>
    <message>
        <source>No country has this code. Check the digits. It should look like this: {example}</source>
        <translation>Кода такой страны нет. Проверьте цифры. Номер должен выглядеть так: {example}</translation>
    </message>
    <message>
        <source>Digits are missing in this phone number. It should look like this: {example}</source>
        <translation>В номере телефона не хватает цифр. Он должен выглядеть так: {example}</translation>
    </message>
    <message>
        <source>This phone number has too many digits. It should look like this: {example}; a number of another country begins with “+”.</source>
        <translation>В номере телефона лишние цифры. Он должен выглядеть так: {example}; номер другой страны начинается с «+».</translation>
    </message>
    <message>
        <source>There is no such phone number. It should look like this: {example}; a number of another country begins with “+”.</source>
        <translation>Такого номера телефона нет. Он должен выглядеть так: {example}; номер другой страны начинается с «+».</translation>
    </message>
    <message>
        <source>Calls to this number cost extra. Enter an ordinary one, like {example}.</source>
        <translation>Звонки на этот номер платные. Введите обычный номер, например {example}.</translation>
    </message>
    <message>
        <source>Enter the city.</source>
        <translation>Укажите город.</translation>
    </message>
    <message>
        <source>Enter the street.</source>
        <translation>Укажите улицу.</translation>
    </message>
    <message>
        <source>Enter the house number.</source>
        <translation>Укажите номер дома.</translation>
    </message>
    <message>
        <source>No network right now. Browse and order as usual&#xa0;— we’ll confirm later.</source>
        <translation>Сейчас нет сети. Выбирайте и заказывайте как обычно&#xa0;— подтвердим позже.</translation>
    </message>
    <message>
        <source>The shop’s server cannot be reached. Nothing is lost; please try again.</source>
        <translation>Сервер магазина недоступен. Ничего не пропало, попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>The shop’s server has a problem. Nothing is lost; please try again.</source>
        <translation>На сервере магазина сбой. Ничего не пропало, попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>It does not bear our server’s signature, so it cannot be trusted. Tell IT.</source>
        <translation>На нём нет подписи нашего сервера, доверять ему нельзя. Сообщите в ИТ.</translation>
    </message>
    <message>
        <source>What came was an old copy, or this device’s clock is wrong. We try again by ourselves; if this stays, tell IT.</source>
        <translation>Пришла устаревшая копия, или на устройстве сбиты часы. Попробуем ещё раз сами; если не поможет, сообщите в ИТ.</translation>
    </message>
    <message>
        <source>The server offers an older one than it should. We try again by ourselves; if this stays, tell IT.</source>
        <translation>Сервер предлагает каталог старее, чем нужно. Попробуем ещё раз сами; если не поможет, сообщите в ИТ.</translation>
    </message>
    <message>
        <source>It came damaged. We fetch it again by ourselves; if this stays, tell IT.</source>
        <translation>Он пришёл повреждённым. Загрузим ещё раз сами; если не поможет, сообщите в ИТ.</translation>
    </message>
    <message>
        <source>It is made for another version of this program. Tell IT.</source>
        <translation>Он сделан для другой версии программы. Сообщите в ИТ.</translation>
    </message>
    <message>
        <source>It needs a newer version of this program. Tell IT: this device needs an update.</source>
        <translation>Для него нужна более новая версия программы. Сообщите в ИТ: устройство пора обновить.</translation>
    </message>
    <message>
        <source>This terminal has too much to do. Nothing was changed: try again in a moment.</source>
        <translation>Терминал слишком занят. Ничего не изменилось: попробуйте ещё раз через минуту.</translation>
    </message>
    <message>
        <source>This terminal’s disk is full: the order was not taken and nothing was charged. Your basket is as it was; please call staff.</source>
        <translation>На терминале закончилось место: заказ не принят, деньги не списаны. Корзина на месте; позовите, пожалуйста, сотрудника.</translation>
    </message>
    <message>
        <source>This terminal’s data are in use by another program. Nothing was changed.</source>
        <translation>Данные терминала заняты другой программой. Ничего не изменилось.</translation>
    </message>
    <message>
        <source>The key to this terminal’s data is missing. They were not touched; call IT.</source>
        <translation>Нет ключа к данным терминала. Они не тронуты; обратитесь в ИТ-отдел.</translation>
    </message>
    <message>
        <source>Saved, but the scanner needs changes: see the yellow notes.</source>
        <translation>Сохранено, но сканер нужно поправить: смотрите жёлтые подсказки.</translation>
    </message>
    <message>
        <source>Saved. For goods with marking codes, scan code 2 as well.</source>
        <translation>Сохранено. Для товаров с маркировкой отсканируйте и код 2.</translation>
    </message>
    <message>
        <source>Only keyboard scanners are set up here. This one needs no set-up.</source>
        <translation>Здесь настраивают только сканеры-клавиатуры. Этому сканеру настройка не нужна.</translation>
    </message>
    <message>
        <source>Staff: to sign in, first press “End session”.</source>
        <translation>Сотрудникам: чтобы войти, нажмите «Завершить сеанс»</translation>
    </message>
    <message>
        <source>Staff are at work here. Press “Sign out” first, then scan again.</source>
        <translation>Здесь работает сотрудник. Сначала нажмите «Выйти», потом сканируйте.</translation>
    </message>
    <message>
        <source>The web basket cannot be opened now. What you chose here is safe.</source>
        <translation>Корзина с сайта сейчас недоступна. Выбранное здесь в сохранности.</translation>
    </message>
    <message>
        <source>Order {about} was not taken on this device, or is no longer kept here.</source>
        <translation>Заказ {about} оформлен не на этом устройстве или уже здесь не хранится.</translation>
    </message>
    <message>
        <source>The catalogue is not here yet. All opens by itself when it comes.</source>
        <translation>Каталога ещё нет. Когда он загрузится, всё откроется само.</translation>
    </message>
    <message>
        <source>The web basket has just changed. Look at it once more.</source>
        <translation>Корзина с сайта только что изменилась. Посмотрите её ещё раз.</translation>
    </message>
    <message>
        <source>There is not enough of “{name}”. Choose another way or a smaller quantity.</source>
        <translation>Не хватает товара «{name}». Выберите другой способ или меньше штук.</translation>
    </message>
    <message>
        <source>Enter the city, the street and the house.</source>
        <translation>Укажите город, улицу и дом.</translation>
    </message>
    <message>
        <source>Without the network we take at most {most} of “{name}” at once. Lower the quantity in the basket, then order.</source>
        <translation>Без сети можно заказать не больше {most} шт. товара «{name}». Уменьшите количество в корзине и оформите заказ.</translation>
    </message>
    <message>
        <source>Without the network we take orders up to {most}. Take something out, or wait for the network: the basket stays as it is.</source>
        <translation>Без сети принимаем заказы до {most}. Уберите что-нибудь или подождите сеть: корзина сохранится.</translation>
    </message>
    <message>
        <source>Choose when to deliver.</source>
        <translation>Выберите время доставки.</translation>
    </message>
    <message>
        <source>Choose how to pay.</source>
        <translation>Выберите способ оплаты.</translation>
    </message>
    <message>
        <source>The network is back.</source>
        <translation>Сеть снова работает.</translation>
    </message>
    <message>
        <source>This terminal is not connected to the shop. Staff, please call IT.</source>
        <translation>Терминал не подключён к магазину. Сотрудники, обратитесь в ИТ-отдел.</translation>
    </message>
    <message>
        <source>This terminal was taken out of service. Orders on it are kept; call IT.</source>
        <translation>Терминал выведен из работы. Заказы на нём сохранены; обратитесь в ИТ-отдел.</translation>
    </message>
    <message>
        <source>This is not allowed here.</source>
        <translation>Здесь это не разрешено.</translation>
    </message>
    <message>
        <source>Access to the account has ended. Scan the card or the code again.</source>
        <translation>Доступ к счёту закрыт. Отсканируйте карту или код ещё раз.</translation>
    </message>
    <message>
        <source>The server does not know this any more.</source>
        <translation>Сервер этого больше не знает.</translation>
    </message>
    <message>
        <source>This enrolment code is unknown or was used before. Ask for a new one.</source>
        <translation>Код подключения неизвестен или уже использован. Запросите новый.</translation>
    </message>
    <message>
        <source>Orders of this terminal lie on it: it cannot become another one yet.</source>
        <translation>На терминале лежат его заказы: пока его нельзя подключить как другой.</translation>
    </message>
    <message>
        <source>A new catalogue is being fetched.</source>
        <translation>Загружается новый каталог.</translation>
    </message>
    <message>
        <source>This terminal cannot open its data. They were not touched; call IT.</source>
        <translation>Терминал не может открыть свои данные. Они не тронуты; обратитесь в ИТ-отдел.</translation>
    </message>
    <message>
        <source>The data are of a newer version of this program. Nothing was changed.</source>
        <translation>Данные созданы более новой версией программы. Ничего не изменилось.</translation>
    </message>
    <message>
        <source>Saved. The scanner is ready.</source>
        <translation>Сохранено. Сканер готов к работе.</translation>
    </message>
    <message>
        <source>The settings could not be saved: the disk may be full. The scanner works as before.</source>
        <translation>Настройки не сохранились: возможно, на диске нет места. Сканер работает как раньше.</translation>
    </message>
    <message>
        <source>The number or the PIN is wrong. Try again.</source>
        <translation>Неверный номер или ПИН-код. Попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>Sign in first, then scan this again.</source>
        <translation>Сначала войдите, потом отсканируйте ещё раз.</translation>
    </message>
    <message>
        <source>Your sign-in has run out. Sign out, then sign in again; nothing is lost.</source>
        <translation>Время входа истекло. Выйдите и войдите снова: ничего не пропадёт.</translation>
    </message>
    <message>
        <source>The order is cancelled; it is not carried out.</source>
        <translation>Заказ отменён, выполняться не будет.</translation>
    </message>
    <message>
        <source>The customer’s account cannot be opened now. Scan their card, or take their phone number.</source>
        <translation>Сейчас профиль покупателя не открыть. Отсканируйте карту или спросите телефон.</translation>
    </message>
    <message>
        <source>Somebody is signed in. Sign out first, then scan the other badge.</source>
        <translation>Здесь уже кто-то работает. Сначала выйдите, потом отсканируйте другой бейдж.</translation>
    </message>
    <message>
        <source>The server does not know this customer.</source>
        <translation>Сервер не знает этого покупателя.</translation>
    </message>
    <message>
        <source>That did not work. Nothing is lost; please try again or ask staff. ({code})</source>
        <translation>Не получилось. Ничего не пропало; попробуйте ещё раз или позовите сотрудника. ({code})</translation>
    </message>
    <message>
        <source>The shop cannot carry out this order as it is. An assistant can put it right at this terminal.</source>
        <translation>Магазин не может выполнить заказ в таком виде. Консультант может исправить его на этом терминале.</translation>
    </message>
    <message>
        <source>A price has changed meanwhile. An assistant can put the order right with you at this terminal.</source>
        <translation>Цена за это время изменилась. Консультант может исправить заказ вместе с вами на этом терминале.</translation>
    </message>
    <message>
        <source>The network answers, but not our server. Nothing is lost; please tell an assistant.</source>
        <translation>Сеть отвечает, но это не наш сервер. Ничего не пропало; скажите, пожалуйста, консультанту.</translation>
    </message>
    <message>
        <source>The server did not understand. Nothing was changed; please tell an assistant.</source>
        <translation>Сервер не понял запрос. Ничего не изменилось; скажите, пожалуйста, консультанту.</translation>
    </message>
    <message>
        <source>Too many attempts. Wait five minutes, then try again.</source>
        <translation>Слишком много попыток. Подождите пять минут и попробуйте снова.</translation>
    </message>
    <message>
        <source>The printer is out of paper. Your order stands: note its number, or take a picture of it.</source>
        <translation>В принтере закончилась бумага. Заказ в силе: запишите или сфотографируйте его номер.</translation>
    </message>
    <message>
        <source>The printer’s cover is open. Your order stands: note its number, or take a picture of it.</source>
        <translation>Крышка принтера открыта. Заказ в силе: запишите или сфотографируйте его номер.</translation>
    </message>
    <message>
        <source>The printer does not answer. Your order stands: note its number, or take a picture of it.</source>
        <translation>Принтер не отвечает. Заказ в силе: запишите или сфотографируйте его номер.</translation>
    </message>
    <message>
        <source>The printer has a fault. Your order stands: note its number, or take a picture of it.</source>
        <translation>Неполадка принтера. Заказ в силе: запишите или сфотографируйте его номер.</translation>
    </message>
    <message>
        <source>This exact item is already in the basket. Nothing was added.</source>
        <translation>Эта вещь уже в корзине. Второй раз не добавили.</translation>
    </message>
    <message>
        <source>Too many unknown cards were scanned here. Wait ten minutes, or scan the code in the customer’s app.</source>
        <translation>Слишком много неизвестных карт. Подождите десять минут или отсканируйте код в приложении покупателя.</translation>
    </message>
    <message>
        <source>We do not know this card. The order can be placed without it.</source>
        <translation>Эта карта нам неизвестна. Заказ можно оформить без неё.</translation>
    </message>
    <message>
        <source>This code has expired. Ask the customer for a fresh one from the app.</source>
        <translation>Срок действия кода истёк. Попросите покупателя показать новый код в приложении.</translation>
    </message>
    <message>
        <source>We cannot trust this code. Ask the customer to open the code in our app, then scan that.</source>
        <translation>Этому коду нельзя доверять. Попросите покупателя открыть код в нашем приложении и отсканируйте его.</translation>
    </message>
    <message>
        <source>This order has its customer already. To open another one, put the order aside first.</source>
        <translation>У этого заказа уже есть покупатель. Чтобы открыть другого, сначала отложите заказ.</translation>
    </message>
    <message>
        <source>The web basket cannot be opened now. What was chosen here is safe.</source>
        <translation>Корзина с сайта сейчас недоступна. Выбранное здесь в сохранности.</translation>
    </message>
    <message>
        <source>To use a saved address, scan the code in the customer’s app.</source>
        <translation>Чтобы выбрать сохранённый адрес, отсканируйте код в приложении покупателя.</translation>
    </message>
    <message>
        <source>The customer could not be verified. Open the order under “Orders”.</source>
        <translation>Не удалось подтвердить покупателя. Откройте заказ в разделе «Заказы».</translation>
    </message>
    <message>
        <source>The shop cannot carry out this order as it is. Put it right under “Orders”.</source>
        <translation>Магазин не может выполнить заказ в таком виде. Исправьте его в разделе «Заказы».</translation>
    </message>
    <message>
        <source>A price has changed meanwhile. Put the order right under “Orders”, with the customer.</source>
        <translation>Цена за это время изменилась. Исправьте заказ вместе с покупателем в разделе «Заказы».</translation>
    </message>
    <message>
        <source>The network answers, but not our server. Nothing is lost; tell IT.</source>
        <translation>Сеть отвечает, но это не наш сервер. Ничего не пропало; сообщите в ИТ.</translation>
    </message>
    <message>
        <source>The server did not understand. Nothing was changed; tell IT.</source>
        <translation>Сервер не понял запрос. Ничего не изменилось; сообщите в ИТ.</translation>
    </message>
    <message>
        <source>This terminal is not connected to the shop. Call IT.</source>
        <translation>Терминал не подключён к магазину. Обратитесь в ИТ-отдел.</translation>
    </message>
    <message>
        <source>This terminal’s disk is full: the order was not taken and nothing was charged. The basket is as it was; tell IT.</source>
        <translation>На терминале закончилось место: заказ не принят, деньги не списаны. Корзина на месте; сообщите в ИТ.</translation>
    </message>
    <message>
        <source>The printer is out of paper. The order stands: give the customer its number.</source>
        <translation>В принтере закончилась бумага. Заказ в силе: назовите покупателю его номер.</translation>
    </message>
    <message>
        <source>The printer’s cover is open. The order stands: give the customer its number.</source>
        <translation>Крышка принтера открыта. Заказ в силе: назовите покупателю его номер.</translation>
    </message>
    <message>
        <source>The printer does not answer. The order stands: give the customer its number.</source>
        <translation>Принтер не отвечает. Заказ в силе: назовите покупателю его номер.</translation>
    </message>
    <message>
        <source>The printer has a fault. The order stands: give the customer its number.</source>
        <translation>Неполадка принтера. Заказ в силе: назовите покупателю его номер.</translation>
    </message>
    <message>
        <source>That did not work. Nothing is lost; try again or tell IT. ({code})</source>
        <translation>Не получилось. Ничего не пропало; попробуйте ещё раз или сообщите в ИТ. ({code})</translation>
    </message>
    <message>
        <source>Only {left} of “{name}” can be had this way. Take fewer or choose another way.</source>
        <translation>Товара «{name}» таким способом есть только {left} шт. Возьмите меньше или выберите другой способ.</translation>
    </message>
    <message>
        <source>At most {most} of one item can be ordered at once.</source>
        <translation>За один раз можно заказать не больше {most} шт. одного товара.</translation>
    </message>
    <message>
        <source>A scanner or keyboard sends without end and is not listened to. Nothing was changed. Unplug it and plug it in again, or call an assistant.</source>
        <translation>Сканер или клавиатура шлёт данные без остановки, устройство не опрашивается. Ничего не изменилось. Отсоедините его и подключите снова или позовите продавца.</translation>
    </message>
</context>
<context>
    <name>Moments</name>
    <message>
        <source>yesterday {time}</source>
        <translation>вчера {time}</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>только что</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n мин назад</numerusform>
            <numerusform>%n мин назад</numerusform>
            <numerusform>%n мин назад</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>%n ч назад</numerusform>
            <numerusform>%n ч назад</numerusform>
            <numerusform>%n ч назад</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>News</name>
    <message>
        <source>Total {now}, was {before}</source>
        <translation>Итого {now}, было {before}</translation>
    </message>
    <message>
        <source>taken out {where}</source>
        <translation>убрано {where}</translation>
    </message>
    <message>
        <source>added {where}</source>
        <translation>добавлено {where}</translation>
    </message>
    <message>
        <source>added {where}: {pieces}</source>
        <translation>добавлено {where}: {pieces}</translation>
    </message>
    <message>
        <source>was {before}, now {now} · {where}</source>
        <translation>было {before}, стало {now} · {where}</translation>
    </message>
    <message>
        <source>The total is the same: {now}</source>
        <translation>Итог тот же: {now}</translation>
    </message>
    <message>
        <source>Price went down: was {before}, now {now}</source>
        <translation>Цена снизилась: было {before}, стало {now}</translation>
    </message>
    <message>
        <source>Price went up: was {before}, now {now}</source>
        <translation>Цена выросла: было {before}, стало {now}</translation>
    </message>
</context>
<context>
    <name>NewsCard</name>
    <message>
        <source>Check it, then press Place order.</source>
        <translation>Проверьте и нажмите «Заказать».</translation>
    </message>
</context>
<context>
    <name>NoCatalogue</name>
    <message>
        <source>The shop’s server does not answer. We keep trying by ourselves; please check this terminal’s network.</source>
        <translation>Сервер магазина не отвечает. Мы пробуем снова сами; проверьте сеть терминала.</translation>
    </message>
    <message>
        <source>Checking the catalogue…</source>
        <translation>Проверяем каталог…</translation>
    </message>
    <message>
        <source>Getting the catalogue…</source>
        <translation>Загружаем каталог…</translation>
    </message>
    <message>
        <source>This terminal isn’t ready. Please ask an assistant</source>
        <translation>Терминал пока не работает. Обратитесь к консультанту</translation>
    </message>
    <message>
        <source>Once it is here, everything works without network, too.</source>
        <translation>Когда он загрузится, всё будет работать и без сети.</translation>
    </message>
    <message>
        <source>For staff</source>
        <translation>Для сотрудников</translation>
    </message>
    <message>
        <source>The catalogue was not accepted on this device. %1</source>
        <translation>Каталог на этом устройстве не принят. %1</translation>
    </message>
</context>
<context>
    <name>NotTaken</name>
    <message>
        <source>Order {number}: its task is still open. Close it once more.</source>
        <translation>Заказ {number}: задача осталась открытой. Закройте её ещё раз.</translation>
    </message>
    <message>
        <source>What a customer changed in their basket without a network is not in their web basket.</source>
        <translation>Изменения, которые клиент сделал в корзине без связи, не попали в его корзину на сайте.</translation>
    </message>
    <message>
        <source>A shopper’s call for help did not go out.</source>
        <translation>Вызов консультанта от покупателя не дошёл.</translation>
    </message>
</context>
<context>
    <name>OrderAsk</name>
    <message>
        <source>Put %1 aside?</source>
        <translation>Отложить %1?</translation>
    </message>
    <message>
        <source>It stays among the orders not accepted; changes made here are lost.</source>
        <translation>Заказ останется в непринятых, правки на этом экране пропадут.</translation>
    </message>
    <message>
        <source>Put aside and open %1</source>
        <translation>Отложить и открыть %1</translation>
    </message>
    <message>
        <source>Close the customer on this screen?</source>
        <translation>Закрыть покупателя на этом экране?</translation>
    </message>
    <message>
        <source>A customer is open here. Their web basket stays; what was chosen on this screen is lost.</source>
        <translation>Здесь открыт покупатель. Его корзина на сайте останется, выбранное на этом экране пропадёт.</translation>
    </message>
    <message>
        <source>Close and open %1</source>
        <translation>Закрыть и открыть %1</translation>
    </message>
    <message>
        <source>Clear the basket on this screen?</source>
        <translation>Очистить корзину на этом экране?</translation>
    </message>
    <message>
        <source>There are items in the basket here; they are taken out.</source>
        <translation>В корзине здесь есть товары, они будут убраны.</translation>
    </message>
    <message>
        <source>Clear and open %1</source>
        <translation>Очистить и открыть %1</translation>
    </message>
    <message>
        <source>Cancel order %1?</source>
        <translation>Отменить заказ %1?</translation>
    </message>
    <message>
        <source>Only if the customer agrees. Ask whether they paid at the till.</source>
        <translation>Только с согласия покупателя. Спросите, платил ли он на кассе.</translation>
    </message>
    <message>
        <source>Cancel order</source>
        <translation>Отменить заказ</translation>
    </message>
    <message>
        <source>Keep the order</source>
        <translation>Оставить заказ</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Остаться</translation>
    </message>
</context>
<context>
    <name>OrderPage</name>
    <message>
        <source>Order %1</source>
        <translation>Заказ %1</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Читаем…</translation>
    </message>
    <message>
        <source>The order cannot be read</source>
        <translation>Заказ не читается</translation>
    </message>
    <message>
        <source>Order not accepted</source>
        <translation>Заказ не принят</translation>
    </message>
    <message>
        <source>We can’t read what was in this order.</source>
        <translation>Не удаётся прочитать, что было в заказе.</translation>
    </message>
    <message>
        <source>Total then</source>
        <translation>Сумма тогда</translation>
    </message>
    <message>
        <source>Order again</source>
        <translation>Оформить заново</translation>
    </message>
    <message>
        <source>Cancel order</source>
        <translation>Отменить заказ</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Каталог</translation>
    </message>
    <message>
        <source>Nothing of it is sold any more. Call the customer and cancel it.</source>
        <translation>Ничего из этого больше не продаётся. Позвоните покупателю и отмените заказ.</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>Доставка</translation>
    </message>
    <message>
        <source>Go on in the basket</source>
        <translation>Продолжить в корзине</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Покупатель</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показать</translation>
    </message>
    <message>
        <source>Show the phone number and the address</source>
        <translation>Показать телефон и адрес</translation>
    </message>
    <message>
        <source>No longer sold</source>
        <translation>Больше не продаётся</translation>
    </message>
    <message>
        <source>1. Ask the customer for the receipt, or what it was.
2. Place the order again from the catalogue.
3. Then cancel this one.</source>
        <translation>1. Спросите у покупателя чек или что он заказывал.
2. Оформите заказ заново из каталога.
3. Потом отмените этот.</translation>
    </message>
    <message>
        <source>1. Ask the customer for the receipt, or what it was.
2. Sign out and place the order again as a shopper would.
3. Then sign in and cancel this one.</source>
        <translation>1. Спросите у покупателя чек или что он заказывал.
2. Выйдите и оформите заказ заново, как покупатель.
3. Потом войдите и отмените этот.</translation>
    </message>
</context>
<context>
    <name>OrderWords</name>
    <message>
        <source>Replaced by {number}</source>
        <translation>Заменён на {number}</translation>
    </message>
    <message>
        <source>Not accepted</source>
        <translation>Не принят</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Подтверждён</translation>
    </message>
    <message>
        <source>Confirmed in part</source>
        <translation>Подтверждён частично</translation>
    </message>
    <message>
        <source>Waits for goods</source>
        <translation>Ждёт товар</translation>
    </message>
    <message>
        <source>Sent, waiting for the answer</source>
        <translation>Отправлен, ждём ответа</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>Ещё не отправлен</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>Ждёт сети</translation>
    </message>
    <message>
        <source>Replaced by a new order</source>
        <translation>Заменён новым заказом</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Отменён</translation>
    </message>
    <message>
        <source>Handed over in a file by IT</source>
        <translation>Передан в магазин файлом</translation>
    </message>
    <message>
        <source>The customer agreed. It is not carried out.</source>
        <translation>С согласия покупателя. Выполняться не будет.</translation>
    </message>
    <message>
        <source>Nothing to do; the answer will come.</source>
        <translation>Делать ничего не нужно, ждём ответа.</translation>
    </message>
    <message>
        <source>Saved on this device. It will be sent automatically.</source>
        <translation>Сохранён на устройстве, отправится автоматически.</translation>
    </message>
    <message numerus="yes">
        <source>Saved on this device. Tried %n time(s); it will be sent automatically.</source>
        <translation>
            <numerusform>Сохранён на устройстве. Была %n попытка; отправится автоматически.</numerusform>
            <numerusform>Сохранён на устройстве. Было %n попытки; отправится автоматически.</numerusform>
            <numerusform>Сохранён на устройстве. Было %n попыток; отправится автоматически.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) wait for goods</source>
        <translation>
            <numerusform>%n вещь ждёт поступления</numerusform>
            <numerusform>%n вещи ждут поступления</numerusform>
            <numerusform>%n вещей ждут поступления</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) to be collected at another store</source>
        <translation>
            <numerusform>%n вещь&#xa0;— в другом магазине</numerusform>
            <numerusform>%n вещи&#xa0;— в другом магазине</numerusform>
            <numerusform>%n вещей&#xa0;— в другом магазине</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) left out</source>
        <translation>
            <numerusform>%n вещь убрана</numerusform>
            <numerusform>%n вещи убраны</numerusform>
            <numerusform>%n вещей убрано</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutboxModel</name>
    <message numerus="yes">
        <source>%n not accepted</source>
        <translation>
            <numerusform>%n не принят</numerusform>
            <numerusform>%n не приняты</numerusform>
            <numerusform>%n не принято</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting for an answer</source>
        <translation>
            <numerusform>%n ждёт ответа</numerusform>
            <numerusform>%n ждут ответа</numerusform>
            <numerusform>%n ждут ответа</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not sent</source>
        <translation>
            <numerusform>%n не отправлен</numerusform>
            <numerusform>%n не отправлены</numerusform>
            <numerusform>%n не отправлено</numerusform>
        </translation>
    </message>
    <message>
        <source>All have been sent</source>
        <translation>Все заказы отправлены</translation>
    </message>
    <message>
        <source>Storage failed: {when}</source>
        <translation>Сбой памяти: {when}</translation>
    </message>
    <message>
        <source>This device stopped in the middle of an order: {when}</source>
        <translation>Устройство остановилось посреди заказа: {when}</translation>
    </message>
    <message>
        <source>File for IT: {file}</source>
        <translation>Файл для ИТ: {file}</translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) recovered.</source>
        <translation>
            <numerusform>Восстановлен %n заказ.</numerusform>
            <numerusform>Восстановлено %n заказа.</numerusform>
            <numerusform>Восстановлено %n заказов.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lost: {numbers}.</source>
        <translation>
            <numerusform>Потерян %n: {numbers}.</numerusform>
            <numerusform>Потеряно %n: {numbers}.</numerusform>
            <numerusform>Потеряно %n: {numbers}.</numerusform>
        </translation>
    </message>
    <message>
        <source>No order has the number {numbers}: if anybody names one of them, call IT.</source>
        <translation>Заказа с номером {numbers} нет. Если кто-то назовёт такой номер, сообщите в ИТ.</translation>
    </message>
    <message>
        <source>Not taken by the shop: {count}</source>
        <translation>Магазин не принял: {count}</translation>
    </message>
    <message>
        <source>Tell IT now. If those customers come, ask for the receipt, or what it was.</source>
        <translation>Сообщите в ИТ. Если придут эти покупатели, спросите чек или что они заказывали.</translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message>
        <source>Orders on this device</source>
        <translation>Заказы на этом устройстве</translation>
    </message>
    <message>
        <source>Orders from this device and their status appear here.</source>
        <translation>Здесь будут заказы с этого устройства и их статус</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Нет сети</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>Задач нет</translation>
    </message>
    <message>
        <source>The shop’s tasks appear here when the network is back.</source>
        <translation>Задачи магазина появятся, когда вернётся сеть.</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Читаем…</translation>
    </message>
    <message>
        <source>Tasks from the shop</source>
        <translation>Задачи магазина</translation>
    </message>
    <message numerus="yes">
        <source>%n to do</source>
        <translation>
            <numerusform>%n задача</numerusform>
            <numerusform>%n задачи</numerusform>
            <numerusform>%n задач</numerusform>
        </translation>
    </message>
    <message>
        <source>Switch the language</source>
        <translation>Сменить язык</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Заказы</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Задачи</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Устройство</translation>
    </message>
    <message>
        <source>No orders yet</source>
        <translation>Заказов пока нет</translation>
    </message>
    <message>
        <source>The list cannot be read</source>
        <translation>Список не читается</translation>
    </message>
    <message>
        <source>Orders that need your help appear here.</source>
        <translation>Здесь появятся заказы, где нужна ваша помощь</translation>
    </message>
    <message>
        <source>Unsent orders are saved on this device</source>
        <translation>Неотправленные заказы сохранены на этом устройстве</translation>
    </message>
    <message>
        <source>They will be sent automatically when the network is back.</source>
        <translation>Они отправятся автоматически, когда вернётся сеть.</translation>
    </message>
    <message>
        <source>No network: new tasks appear when it is back.</source>
        <translation>Нет сети: новые задачи появятся, когда она вернётся.</translation>
    </message>
</context>
<context>
    <name>Product</name>
    <message>
        <source>Item no. {sku}</source>
        <translation>арт. {sku}</translation>
    </message>
    <message>
        <source>Price went down: was {before}</source>
        <translation>Цена снизилась: было {before}</translation>
    </message>
    <message>
        <source>Price went up: was {before}</source>
        <translation>Цена выросла: было {before}</translation>
    </message>
    <message>
        <source>This pack: {weight} kg</source>
        <translation>Эта упаковка: {weight} кг</translation>
    </message>
    <message>
        <source>The label says {label}. Ordering here costs {price}.</source>
        <translation>На этикетке {label}. При заказе здесь&#xa0;— {price}.</translation>
    </message>
    <message>
        <source>{price} with the customer’s card ({reason})</source>
        <translation>{price} по карте ({reason})</translation>
    </message>
    <message>
        <source>{price} with your card ({reason})</source>
        <translation>{price} по карте ({reason})</translation>
    </message>
</context>
<context>
    <name>ProductPage</name>
    <message>
        <source>Was %1</source>
        <translation>Было %1</translation>
    </message>
    <message>
        <source>Sold out in this colour and size</source>
        <translation>Этот цвет и размер разобрали</translation>
    </message>
    <message>
        <source>Choose another size or colour: each one says where it is.</source>
        <translation>Выберите другой размер или цвет: у каждого написано, где он есть.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>О товаре</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>Состав</translation>
    </message>
    <message>
        <source>Added to the basket</source>
        <translation>Добавлено в корзину</translation>
    </message>
    <message>
        <source>Added to your basket</source>
        <translation>Добавлено в корзину</translation>
    </message>
    <message>
        <source>Add another</source>
        <translation>Добавить ещё</translation>
    </message>
    <message>
        <source>Basket · %1</source>
        <translation>Корзина · %1</translation>
    </message>
    <message>
        <source>Care</source>
        <translation>Уход</translation>
    </message>
    <message>
        <source>Go to basket</source>
        <translation>Перейти в корзину</translation>
    </message>
    <message>
        <source>Choose a size</source>
        <translation>Выберите размер</translation>
    </message>
    <message>
        <source>Add to basket</source>
        <translation>Положить в корзину</translation>
    </message>
    <message>
        <source>Sold out</source>
        <translation>Разобрали</translation>
    </message>
    <message>
        <source>Basket</source>
        <translation>Корзина</translation>
    </message>
</context>
<context>
    <name>QrCode</name>
    <message>
        <source>Code to follow the order with a phone</source>
        <translation>Код, чтобы следить за заказом с телефона</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Customers</source>
        <translation>Покупатели</translation>
    </message>
    <message>
        <source>Basket</source>
        <translation>Корзина</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Каталог</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Заказы</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Устройство</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Выйти</translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message>
        <source>Order {number}</source>
        <translation>Заказ {number}</translation>
    </message>
    <message>
        <source>Line total</source>
        <translation>Итого за товар</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>Доставка</translation>
    </message>
    <message>
        <source>To pay</source>
        <translation>К оплате</translation>
    </message>
    <message>
        <source>Pay at the till with the code below</source>
        <translation>Оплатите на кассе по коду ниже</translation>
    </message>
    <message>
        <source>Pay the courier on delivery</source>
        <translation>Оплата курьеру при доставке</translation>
    </message>
    <message>
        <source>Pay when you collect</source>
        <translation>Оплата при получении</translation>
    </message>
    <message>
        <source>Points to be added: {points}</source>
        <translation>Будет начислено баллов: {points}</translation>
    </message>
    <message>
        <source>Taken without network. The shop will confirm it when the network is back.</source>
        <translation>Принят без сети. Магазин подтвердит заказ, когда сеть вернётся.</translation>
    </message>
    <message>
        <source>Follow your order</source>
        <translation>Следите за заказом</translation>
    </message>
    <message>
        <source>Taken along: {where}</source>
        <translation>Забрали с собой: {where}</translation>
    </message>
    <message>
        <source>Delivery to {where}</source>
        <translation>Доставка: {where}</translation>
    </message>
    <message>
        <source>Collect at {where}</source>
        <translation>Самовывоз: {where}</translation>
    </message>
    <message>
        <source>Brought to {where}</source>
        <translation>Привезём в магазин: {where}</translation>
    </message>
    <message>
        <source>{day}, {start}:00–{end}:00</source>
        <translation>{day}, {start}:00–{end}:00</translation>
    </message>
    <message>
        <source>{day}, from {start}:00</source>
        <translation>{day}, с {start}:00</translation>
    </message>
</context>
<context>
    <name>Refusal</name>
    <message>
        <source>free</source>
        <translation>бесплатно</translation>
    </message>
    <message>
        <source>Customer with card …{digits}</source>
        <translation>Покупатель с картой …{digits}</translation>
    </message>
    <message>
        <source>Customer with an account</source>
        <translation>Покупатель с профилем</translation>
    </message>
    <message>
        <source>Guest</source>
        <translation>Гость</translation>
    </message>
    <message>
        <source>Their account has the phone number.</source>
        <translation>Телефон есть в его профиле.</translation>
    </message>
    <message>
        <source>No phone number was asked for: they took the goods with them.</source>
        <translation>Телефон не спрашивали: товар забрали сразу.</translation>
    </message>
    <message>
        <source>flat {flat}</source>
        <translation>кв. {flat}</translation>
    </message>
    <message>
        <source>handed over</source>
        <translation>отдан на руки</translation>
    </message>
    <message>
        <source>home, {when}</source>
        <translation>домой, {when}</translation>
    </message>
    <message>
        <source>{place}, {when}</source>
        <translation>{place}, {when}</translation>
    </message>
    <message>
        <source>brought to {place}, {when}</source>
        <translation>привезём в {place}, {when}</translation>
    </message>
    <message>
        <source>A price has changed since. Place the order again.</source>
        <translation>Цена успела измениться. Оформите заказ заново.</translation>
    </message>
    <message>
        <source>The customer could not be verified. Scan their card and place the order again.</source>
        <translation>Не удалось подтвердить покупателя. Отсканируйте его карту и оформите заказ заново.</translation>
    </message>
    <message>
        <source>The shop does not know the customer’s card. Place the order again without it.</source>
        <translation>Магазин не знает этой карты покупателя. Оформите заказ заново без неё.</translation>
    </message>
    <message>
        <source>Something in the order was wrong. Place it again.</source>
        <translation>В заказе ошибка. Оформите его заново.</translation>
    </message>
    <message>
        <source>The web basket is gone. Place the order again.</source>
        <translation>Корзины на сайте больше нет. Оформите заказ заново.</translation>
    </message>
    <message>
        <source>Something in the order was wrong. Place it again. ({code})</source>
        <translation>В заказе ошибка. Оформите его заново. ({code})</translation>
    </message>
</context>
<context>
    <name>RefusedFacts</name>
    <message>
        <source>No longer sold: {names}. Leave it out when you order again.</source>
        <translation>Больше не продаётся: {names}. Оформите заказ без этого.</translation>
    </message>
</context>
<context>
    <name>ScanPanel</name>
    <message>
        <source>Barcode inside the frame</source>
        <translation>Штрихкод&#xa0;— в&#xa0;рамку</translation>
    </message>
    <message>
        <source>Hold the barcode here</source>
        <translation>Штрихкод&#xa0;— сюда</translation>
    </message>
    <message>
        <source>Hold it to the scanner</source>
        <translation>Поднесите к сканеру</translation>
    </message>
    <message>
        <source>Type the code from the label</source>
        <translation>Введите код с этикетки</translation>
    </message>
    <message>
        <source>Switch the light off</source>
        <translation>Выключить подсветку</translation>
    </message>
    <message>
        <source>Switch the light on</source>
        <translation>Включить подсветку</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Свет</translation>
    </message>
</context>
<context>
    <name>ScannerPage</name>
    <message>
        <source>Set up a scanner</source>
        <translation>Настроить сканер</translation>
    </message>
    <message>
        <source>1. Take the printed sheet.</source>
        <translation>1. Возьмите распечатанный лист.</translation>
    </message>
    <message>
        <source>2. Scan codes 1 and 2, and code 3 if the scanner reads QR codes.</source>
        <translation>2. Отсканируйте коды 1 и 2, а если сканер читает QR-коды, то и 3.</translation>
    </message>
    <message>
        <source>3. Press “Save settings”.</source>
        <translation>3. Нажмите «Сохранить настройки».</translation>
    </message>
    <message>
        <source>No sheet? Ask IT for the “scanner set-up sheet”.</source>
        <translation>Нет листа? Попросите у ИТ «Лист настройки сканера».</translation>
    </message>
    <message>
        <source>All good: you can save</source>
        <translation>Всё в порядке, можно сохранять</translation>
    </message>
    <message>
        <source>Change this in the scanner (its manual has codes for it), then start over:</source>
        <translation>Измените это в самом сканере (нужные коды есть в его инструкции) и начните заново:</translation>
    </message>
    <message>
        <source>Not sure? Call IT.</source>
        <translation>Не уверены? Позовите ИТ.</translation>
    </message>
    <message>
        <source>Scan anything: this is what arrives</source>
        <translation>Отсканируйте что угодно: вот что приходит</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Пока ничего</translation>
    </message>
    <message>
        <source>Details for IT</source>
        <translation>Подробности для ИТ</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Открыты</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Скрыты</translation>
    </message>
    <message>
        <source>“kiosk scanner-sheet sheet.pdf” makes the sheet.</source>
        <translation>Лист создаёт команда «kiosk scanner-sheet sheet.pdf».</translation>
    </message>
    <message>
        <source>The same for many terminals, as lines of the policy file:</source>
        <translation>То же для многих терминалов, строками файла политики:</translation>
    </message>
    <message>
        <source>Scan code 1 first</source>
        <translation>Сначала отсканируйте код 1</translation>
    </message>
    <message>
        <source>Save settings</source>
        <translation>Сохранить настройки</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>Всё равно сохранить</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>Начать заново</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Сохранено</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Прочитан</translation>
    </message>
    <message>
        <source>Read, but garbled</source>
        <translation>Прочитан с искажениями</translation>
    </message>
</context>
<context>
    <name>ScannerSetting</name>
    <message>
        <source>The policy file decides this on this terminal</source>
        <translation>На этом терминале это задаёт файл политики</translation>
    </message>
</context>
<context>
    <name>ScannerSetupModel</name>
    <message>
        <source>Nothing comes when you scan? The scanner must be set to type like a USB keyboard, without a delay between characters.</source>
        <translation>Ничего не приходит? Сканер должен быть настроен как USB-клавиатура, без паузы между знаками.</translation>
    </message>
    <message>
        <source>Code {number} of the sheet</source>
        <translation>Код {number} с листа</translation>
    </message>
    <message>
        <source>Not a code of the sheet</source>
        <translation>Это не код с листа</translation>
    </message>
    <message>
        <source>Letters and Enter</source>
        <translation>Буквы и Enter</translation>
    </message>
    <message>
        <source>Not scanned yet</source>
        <translation>Ещё не отсканирован</translation>
    </message>
    <message>
        <source>Marking codes</source>
        <translation>Коды маркировки</translation>
    </message>
    <message>
        <source>Long code (QR)</source>
        <translation>Длинный код (QR)</translation>
    </message>
    <message>
        <source>Only if the scanner reads QR codes</source>
        <translation>Только если сканер читает QR-коды</translation>
    </message>
    <message>
        <source>US English</source>
        <translation>английская (США)</translation>
    </message>
    <message>
        <source>German</source>
        <translation>немецкая</translation>
    </message>
    <message>
        <source>French</source>
        <translation>французская</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>русская</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Keyboard layout</source>
        <translation>Раскладка клавиатуры</translation>
    </message>
    <message>
        <source>the one of this computer</source>
        <translation>как у этого компьютера</translation>
    </message>
    <message>
        <source>A code ends with</source>
        <translation>Чем кончается код</translation>
    </message>
    <message>
        <source>nothing: a pause ends it</source>
        <translation>ничем, только паузой</translation>
    </message>
    <message>
        <source>Separator in marked goods</source>
        <translation>Разделитель в кодах маркировки</translation>
    </message>
    <message>
        <source>Kind of code (AIM identifier)</source>
        <translation>Вид кода (идентификатор AIM)</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>передаётся</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>не передаётся</translation>
    </message>
    <message>
        <source>not known yet: scan code 2</source>
        <translation>пока неизвестен: отсканируйте код 2</translation>
    </message>
    <message>
        <source>any of the usual ones</source>
        <translation>любой из обычных</translation>
    </message>
</context>
<context>
    <name>ScannerWords</name>
    <message>
        <source>Small and capital letters are swapped. Switch Caps Lock off, then start over.</source>
        <translation>Строчные и заглавные буквы перепутаны. Выключите Caps Lock и начните заново.</translation>
    </message>
    <message>
        <source>choose “USA keyboard” (now: a layout we do not know)</source>
        <translation>выберите «USA keyboard» (сейчас: незнакомая нам раскладка)</translation>
    </message>
    <message>
        <source>set a delay of 5 ms between characters (now some get lost)</source>
        <translation>задайте задержку 5 мс между символами (сейчас часть теряется)</translation>
    </message>
    <message>
        <source>switch “convert case” off (now small and capital letters change)</source>
        <translation>отключите «convert case» (сейчас сканер меняет регистр букв)</translation>
    </message>
    <message>
        <source>choose “USA keyboard” (now: Russian, Latin letters get lost)</source>
        <translation>выберите «USA keyboard» (сейчас русская: латинские буквы теряются)</translation>
    </message>
    <message>
        <source>switch the prefix off (now: {value})</source>
        <translation>отключите префикс (сейчас: {value})</translation>
    </message>
    <message>
        <source>leave only Enter as the suffix (now before it: {value})</source>
        <translation>оставьте в суффиксе только Enter (сейчас перед ним: {value})</translation>
    </message>
    <message>
        <source>add Enter after each code</source>
        <translation>добавьте Enter после каждого кода</translation>
    </message>
    <message>
        <source>leave only one Enter after each code (now: several keys)</source>
        <translation>оставьте после кода только один Enter (сейчас: несколько клавиш)</translation>
    </message>
    <message>
        <source>no delay between characters (now {value} ms)</source>
        <translation>уберите задержку между символами (сейчас {value} мс)</translation>
    </message>
    <message>
        <source>It is read by this computer’s keyboard layout: do not change that one, or set the scanner to “USA keyboard” and start over.</source>
        <translation>Сканер читается по раскладке этого компьютера: не меняйте её или переключите сканер на «USA keyboard» и начните заново.</translation>
    </message>
    <message>
        <source>The scanner also presses {value}. That does nothing here; its prefix and suffix settings switch it off.</source>
        <translation>Сканер ещё нажимает {value}. Здесь это ни на что не влияет; отключается в настройках префикса и суффикса сканера.</translation>
    </message>
    <message>
        <source>The scanner does not send separators. Marked goods are recognised all the same, but “GS” or “FNC1” switched on at the scanner is safer.</source>
        <translation>Сканер не передаёт разделители. Товары с маркировкой мы узнаем и так, но надёжнее включить в сканере «GS» или «FNC1».</translation>
    </message>
    <message>
        <source>{label}: the scanner shows “{shown}”, the policy file sets “{decided}”. Codes are misread until the scanner is set to that, or IT changes the file.</source>
        <translation>{label}: сканер показывает «{shown}», а файл политики задаёт «{decided}». Коды будут читаться с ошибками, пока сканер не настроят так же или ИТ не изменит файл.</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>What are you looking for?</source>
        <translation>Что вы ищете?</translation>
    </message>
    <message>
        <source>A name, or the code from the label</source>
        <translation>Название или код с этикетки</translation>
    </message>
    <message>
        <source>{example}&#xa0;— or the code from the label</source>
        <translation>{example}&#xa0;— или код с этикетки</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Search</source>
        <translation>Поиск</translation>
    </message>
    <message>
        <source>What are you looking for?</source>
        <translation>Что вы ищете?</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Ищем…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Ничего не нашлось</translation>
    </message>
    <message>
        <source>Search does not work just now</source>
        <translation>Поиск сейчас не работает</translation>
    </message>
    <message>
        <source>A name, a brand, a colour or a size&#xa0;— or the number under the barcode</source>
        <translation>Название, марка, цвет или размер&#xa0;— или цифры под штрихкодом</translation>
    </message>
    <message>
        <source>No results for “%1”. Try:</source>
        <translation>По запросу «%1» ничего нет. Попробуйте:</translation>
    </message>
    <message>
        <source>Browse departments</source>
        <translation>Посмотреть отделы</translation>
    </message>
    <message>
        <source>Try another word, or scan the label. An assistant will gladly help.</source>
        <translation>Попробуйте другое слово или отсканируйте этикетку. Консультант с радостью поможет.</translation>
    </message>
    <message>
        <source>Scan the label, or try again in a moment</source>
        <translation>Отсканируйте этикетку или попробуйте чуть позже</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Connecting…</source>
        <translation>Подключаемся…</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Нет сети</translation>
    </message>
    <message>
        <source>Not in service</source>
        <translation>Терминал не работает</translation>
    </message>
    <message>
        <source>Prices and stock as of {time}</source>
        <translation>Цены и наличие на {time}</translation>
    </message>
    <message>
        <source>This device’s clock is {much} slow; orders carry the server’s time. Tell IT.</source>
        <translation>Часы этого устройства отстают на {much}; в заказах стоит время сервера. Сообщите в ИТ.</translation>
    </message>
    <message>
        <source>This device’s clock is {much} fast; orders carry the server’s time. Tell IT.</source>
        <translation>Часы этого устройства спешат на {much}; в заказах стоит время сервера. Сообщите в ИТ.</translation>
    </message>
</context>
<context>
    <name>ShopperPage</name>
    <message>
        <source>One moment…</source>
        <translation>Секунду…</translation>
    </message>
    <message>
        <source>Open the basket</source>
        <translation>Открыть корзину</translation>
    </message>
    <message numerus="yes">
        <source>Basket, %n piece(s)</source>
        <translation>
            <numerusform>Корзина, %n вещь</numerusform>
            <numerusform>Корзина, %n вещи</numerusform>
            <numerusform>Корзина, %n вещей</numerusform>
        </translation>
    </message>
    <message>
        <source>End session</source>
        <translation>Завершить сеанс</translation>
    </message>
</context>
<context>
    <name>Shortage</name>
    <message>
        <source>Not enough: {left}</source>
        <translation>Не хватает: {left}</translation>
    </message>
    <message>
        <source>Just sold out</source>
        <translation>Только что разобрали</translation>
    </message>
    <message>
        <source>No other store has it just now.</source>
        <translation>В других магазинах этого сейчас нет.</translation>
    </message>
    <message>
        <source>The customer can still have it this way:</source>
        <translation>Покупатель ещё может получить его так:</translation>
    </message>
    <message>
        <source>You can still have it this way:</source>
        <translation>Его ещё можно получить так:</translation>
    </message>
    <message>
        <source>{colour} · {size} · nothing is ordered yet</source>
        <translation>{colour} · {size} · заказ ещё не оформлен</translation>
    </message>
</context>
<context>
    <name>ShortageCard</name>
    <message>
        <source>Remove all %1</source>
        <translation>Убрать все %1</translation>
    </message>
    <message>
        <source>Show other ways to have it</source>
        <translation>Показать, как ещё его получить</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Убрать</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Good to see you</source>
        <translation>Рады вас видеть</translation>
    </message>
    <message>
        <source>Staff sign-in</source>
        <translation>Вход для сотрудников</translation>
    </message>
    <message>
        <source>Scan your badge, or type your staff number. Then your PIN.</source>
        <translation>Отсканируйте бейдж или наберите табельный номер. Потом&#xa0;— ПИН-код.</translation>
    </message>
    <message>
        <source>Staff number</source>
        <translation>Табельный номер</translation>
    </message>
    <message>
        <source>Badge scanned</source>
        <translation>Бейдж отсканирован</translation>
    </message>
    <message>
        <source>or hold your badge to the scanner</source>
        <translation>или поднесите бейдж к сканеру</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Изменить</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>ПИН-код</translation>
    </message>
    <message>
        <source>4 digits or more</source>
        <translation>от 4 цифр</translation>
    </message>
    <message>
        <source>Locked for a moment</source>
        <translation>Вход ненадолго закрыт</translation>
    </message>
    <message>
        <source>Could not sign in</source>
        <translation>Не удалось войти</translation>
    </message>
    <message>
        <source>You can sign in when the network is back. Orders on this device are saved and will be sent automatically.</source>
        <translation>Войти можно, когда вернётся сеть. Заказы сохранены на этом устройстве и отправятся автоматически.</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>Войти не удалось</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Нет сети</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Секунду…</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Войти</translation>
    </message>
    <message>
        <source>Next: PIN</source>
        <translation>Далее: ПИН-код</translation>
    </message>
    <message>
        <source>Back to the shop</source>
        <translation>Назад в магазин</translation>
    </message>
    <message>
        <source>Delete the last digit</source>
        <translation>Стереть последнюю цифру</translation>
    </message>
</context>
<context>
    <name>SignOut</name>
    <message>
        <source>Sign out, %1?</source>
        <translation>%1, выйти?</translation>
    </message>
    <message>
        <source>The customer and the basket on this screen are cleared.</source>
        <translation>Покупатель и корзина на этом экране будут закрыты.</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Выйти</translation>
    </message>
    <message>
        <source>Stay signed in</source>
        <translation>Остаться в системе</translation>
    </message>
</context>
<context>
    <name>StaffBar</name>
    <message>
        <source>Re-ordering %1</source>
        <translation>Заказ %1 оформляется заново</translation>
    </message>
    <message>
        <source>signed in at this terminal</source>
        <translation>работает за этим терминалом</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>Отложить</translation>
    </message>
    <message>
        <source>It stays among the orders not accepted</source>
        <translation>Заказ останется в непринятых</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Выйти</translation>
    </message>
</context>
<context>
    <name>StaffModel</name>
    <message>
        <source>Too many attempts. Try again at {time}.</source>
        <translation>Слишком много попыток. Попробуйте снова в {time}.</translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) have not been sent yet. They are saved on this device and will be sent automatically: leave it switched on.</source>
        <translation>
            <numerusform>%n заказ ещё не отправлен. Он сохранён на этом устройстве и отправится автоматически: не выключайте его.</numerusform>
            <numerusform>%n заказа ещё не отправлены. Они сохранены на этом устройстве и отправятся автоматически: не выключайте его.</numerusform>
            <numerusform>%n заказов ещё не отправлены. Они сохранены на этом устройстве и отправятся автоматически: не выключайте его.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) were not accepted and need a look.</source>
        <translation>
            <numerusform>%n заказ не принят, посмотрите его.</numerusform>
            <numerusform>%n заказа не приняты, посмотрите их.</numerusform>
            <numerusform>%n заказов не принято, посмотрите их.</numerusform>
        </translation>
    </message>
    <message>
        <source>All orders of this device have been sent.</source>
        <translation>Все заказы с этого устройства отправлены.</translation>
    </message>
</context>
<context>
    <name>Stepper</name>
    <message>
        <source>One less</source>
        <translation>На один меньше</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>Ещё один</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Убрать</translation>
    </message>
</context>
<context>
    <name>StillThere</name>
    <message>
        <source>Still there?</source>
        <translation>Вы ещё здесь?</translation>
    </message>
    <message numerus="yes">
        <source>In %n second(s) we clear the screen, so that nobody sees what you chose.</source>
        <translation>
            <numerusform>Через %n секунду очистим экран, чтобы никто не увидел ваш выбор.</numerusform>
            <numerusform>Через %n секунды очистим экран, чтобы никто не увидел ваш выбор.</numerusform>
            <numerusform>Через %n секунд очистим экран, чтобы никто не увидел ваш выбор.</numerusform>
        </translation>
    </message>
    <message>
        <source>I’m still here</source>
        <translation>Я здесь</translation>
    </message>
    <message>
        <source>End and clear now</source>
        <translation>Завершить и очистить</translation>
    </message>
    <message numerus="yes">
        <source>In %n second(s) you are signed out and the screen is cleared.</source>
        <translation>
            <numerusform>Через %n секунду вы выйдете, экран очистится.</numerusform>
            <numerusform>Через %n секунды вы выйдете, экран очистится.</numerusform>
            <numerusform>Через %n секунд вы выйдете, экран очистится.</numerusform>
        </translation>
    </message>
    <message>
        <source>Ending in %1 s</source>
        <translation>Завершаем через %1 с</translation>
    </message>
    <message>
        <source>Then the screen is cleared for the next person.</source>
        <translation>Потом очистим экран для следующего покупателя.</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Остаться</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Завершить сейчас</translation>
    </message>
</context>
<context>
    <name>Sums</name>
    <message>
        <source>To pay</source>
        <translation>К оплате</translation>
    </message>
</context>
<context>
    <name>Swatches</name>
    <message>
        <source>sold out</source>
        <translation>разобрали</translation>
    </message>
</context>
<context>
    <name>TaskRow</name>
    <message>
        <source>One moment…</source>
        <translation>Секунду…</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
</context>
<context>
    <name>Tasks</name>
    <message>
        <source>Call the customer: does the wait suit them?</source>
        <translation>Позвоните покупателю: готов ли он ждать?</translation>
    </message>
    <message>
        <source>Sold out: {item}. It is not charged; the rest is on its way.</source>
        <translation>Разобрали: {item}. Платить за это не нужно, остальное в пути.</translation>
    </message>
    <message>
        <source>Call the customer and offer something similar.</source>
        <translation>Позвоните покупателю и предложите похожее.</translation>
    </message>
    <message>
        <source>Call the customer: do they want both orders?</source>
        <translation>Позвоните покупателю: нужны ли оба заказа?</translation>
    </message>
    <message>
        <source>Customer is waiting for stock</source>
        <translation>Покупатель ждёт поступления</translation>
    </message>
    <message>
        <source>Sold out: {item}.</source>
        <translation>Разобрали: {item}.</translation>
    </message>
    <message>
        <source>Moved to {place}</source>
        <translation>Перенесли: {place}</translation>
    </message>
    <message>
        <source>Sold out where it was promised: {item}.</source>
        <translation>Там, где обещали, разобрали: {item}.</translation>
    </message>
    <message>
        <source>Call and tell the customer.</source>
        <translation>Позвоните и предупредите.</translation>
    </message>
    <message>
        <source>Removed from the order</source>
        <translation>Убрано из заказа</translation>
    </message>
    <message>
        <source>Possible duplicate</source>
        <translation>Возможно, дубль</translation>
    </message>
    <message>
        <source>The same basket was also ordered in another channel.</source>
        <translation>Ту же корзину заказали и в другом канале.</translation>
    </message>
    <message>
        <source>The terminal clock was wrong</source>
        <translation>Часы терминала сбились</translation>
    </message>
    <message>
        <source>The server time was used.</source>
        <translation>Взято время сервера.</translation>
    </message>
    <message>
        <source>Tell IT. The customer need not be called.</source>
        <translation>Сообщите в ИТ. Покупателю звонить не нужно.</translation>
    </message>
    <message>
        <source>Stock does not match</source>
        <translation>Остаток не сходится</translation>
    </message>
    <message>
        <source>Handed over, though stock said there was none: {item}.</source>
        <translation>Отдано на руки, хотя по остатку не было: {item}.</translation>
    </message>
    <message>
        <source>Count the shelf and correct the stock.</source>
        <translation>Пересчитайте полку и поправьте остаток.</translation>
    </message>
    <message>
        <source>Help wanted</source>
        <translation>Нужна помощь</translation>
    </message>
    <message>
        <source>Terminal {terminal}: a shopper needs help. {about}</source>
        <translation>Терминал {terminal}: покупателю нужна помощь. {about}</translation>
    </message>
    <message>
        <source>Go to the terminal, then press “Done”.</source>
        <translation>Подойдите к терминалу, затем нажмите «Готово».</translation>
    </message>
    <message>
        <source>Not passed on</source>
        <translation>Не передан дальше</translation>
    </message>
    <message>
        <source>The shop’s system does not take this order, again and again.</source>
        <translation>Система магазина раз за разом не принимает этот заказ.</translation>
    </message>
    <message>
        <source>Tell head office: {number}</source>
        <translation>Сообщите в головной офис: {number}</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation>Нужно посмотреть</translation>
    </message>
    <message>
        <source>Something about this order needs a person.</source>
        <translation>С этим заказом нужен человек.</translation>
    </message>
    <message>
        <source>Call the customer if it concerns them.</source>
        <translation>Если это касается покупателя, позвоните ему.</translation>
    </message>
    <message>
        <source>another store</source>
        <translation>другой магазин</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Website</source>
        <translation>Сайт</translation>
    </message>
    <message>
        <source>App</source>
        <translation>Приложение</translation>
    </message>
    <message>
        <source>Messenger</source>
        <translation>Мессенджер</translation>
    </message>
    <message>
        <source>Call centre</source>
        <translation>Колл-центр</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Магазин</translation>
    </message>
    <message>
        <source>SMS</source>
        <translation>СМС</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Почта</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Телефон</translation>
    </message>
    <message>
        <source>Order {title}</source>
        <translation>Заказ {title}</translation>
    </message>
    <message>
        <source>Return {title}</source>
        <translation>Возврат {title}</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Визит</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Сообщение</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Звонок</translation>
    </message>
    <message>
        <source>Web basket</source>
        <translation>Корзина с сайта</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Заметка</translation>
    </message>
</context>
<context>
    <name>TimelineCard</name>
    <message>
        <source>All channels</source>
        <translation>Все каналы</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Всё</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Заказы</translation>
    </message>
    <message>
        <source>Messages and notes</source>
        <translation>Общение</translation>
    </message>
    <message>
        <source>No messages or notes yet</source>
        <translation>Общения пока не было</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Открываем…</translation>
    </message>
    <message>
        <source>The history needs the network</source>
        <translation>Для истории нужна сеть</translation>
    </message>
    <message>
        <source>No orders yet</source>
        <translation>Заказов пока нет</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Пока ничего</translation>
    </message>
    <message>
        <source>It appears by itself when the network is back. Scanning, basket and order work now.</source>
        <translation>Она появится сама, когда вернётся сеть. Сканер, корзина и заказ работают сейчас.</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Switch the language</source>
        <translation>Сменить язык</translation>
    </message>
</context>
<context>
    <name>UnknownProduct</name>
    <message>
        <source>The call did not go out. Please try again, or ask at the till.</source>
        <translation>Вызов не прошёл. Попробуйте ещё раз или спросите на кассе.</translation>
    </message>
    <message>
        <source>This terminal doesn’t know this code</source>
        <translation>Терминал не знает этот код</translation>
    </message>
    <message>
        <source>This device doesn’t know this code</source>
        <translation>Устройство не знает этот код</translation>
    </message>
    <message>
        <source>We do carry it, but it cannot be ordered here yet. An assistant can tell you more.</source>
        <translation>Такой товар у нас есть, но здесь его пока не заказать. Консультант подскажет.</translation>
    </message>
    <message>
        <source>Not in this device’s catalogue yet: it cannot be ordered here.</source>
        <translation>В каталоге этого устройства его пока нет: заказать отсюда нельзя.</translation>
    </message>
    <message>
        <source>It is not among all our products either.</source>
        <translation>Среди всех товаров его тоже нет.</translation>
    </message>
    <message>
        <source>No connection: we can’t search for it now.</source>
        <translation>Нет связи: найти товар сейчас не получится.</translation>
    </message>
    <message>
        <source>No answer. Please try again in a minute.</source>
        <translation>Ответа нет. Попробуйте через минуту.</translation>
    </message>
    <message>
        <source>We have called an assistant</source>
        <translation>Мы позвали консультанта</translation>
    </message>
    <message>
        <source>Please wait here. In a hurry? Ask at the till.</source>
        <translation>Подождите здесь. Торопитесь? Спросите на кассе.</translation>
    </message>
    <message>
        <source>No connection just now</source>
        <translation>Сейчас нет связи</translation>
    </message>
    <message>
        <source>The call goes out as soon as there is one. In a hurry? Ask at the till.</source>
        <translation>Вызов уйдёт, как только связь появится. Торопитесь? Спросите на кассе.</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Ищем…</translation>
    </message>
    <message>
        <source>Search all our products</source>
        <translation>Искать среди всех товаров</translation>
    </message>
    <message>
        <source>Ask an assistant</source>
        <translation>Позвать консультанта</translation>
    </message>
    <message>
        <source>Calling…</source>
        <translation>Зовём…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>WaySheet</name>
    <message>
        <source>How shall it get to you?</source>
        <translation>Как хотите получить?</translation>
    </message>
    <message>
        <source>How shall the customer get it?</source>
        <translation>Как покупатель это получит?</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>Оставить как есть</translation>
    </message>
</context>
<context>
    <name>WhichOne</name>
    <message>
        <source>Which one is it?</source>
        <translation>Какой это товар?</translation>
    </message>
    <message>
        <source>This code can mean more than one product.</source>
        <translation>Этот код подходит к нескольким товарам.</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>Ничего из этого</translation>
    </message>
</context>
<context>
    <name>WhoCard</name>
    <message>
        <source>Customer’s card</source>
        <translation>Карта покупателя</translation>
    </message>
    <message>
        <source>The card is noted and goes with the order. Name and points come when the network is back.</source>
        <translation>Номер карты уйдёт вместе с заказом. Имя и баллы появятся, когда вернётся сеть.</translation>
    </message>
    <message>
        <source>Wears</source>
        <translation>Размеры</translation>
    </message>
    <message>
        <source>Delivered to</source>
        <translation>Куда доставляли</translation>
    </message>
    <message>
        <source>May be reached by</source>
        <translation>Можно писать</translation>
    </message>
    <message>
        <source>Nothing agreed: please do not write or call.</source>
        <translation>Согласия нет: не пишите и не звоните.</translation>
    </message>
    <message>
        <source>Close customer</source>
        <translation>Закрыть карточку</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>today</source>
        <translation>сегодня</translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation>завтра</translation>
    </message>
    <message>
        <source>{day} from {hour}:00</source>
        <translation>{day} с {hour}:00</translation>
    </message>
    <message>
        <source>Hand over right away</source>
        <translation>Отдать сразу</translation>
    </message>
    <message>
        <source>Take it with you now</source>
        <translation>Заберите сейчас</translation>
    </message>
    <message>
        <source>Home, {when}</source>
        <translation>Домой, {when}</translation>
    </message>
    <message>
        <source>Collect at {place}</source>
        <translation>Самовывоз: {place}</translation>
    </message>
    <message>
        <source>Bring it to this store</source>
        <translation>Привезём в этот магазин</translation>
    </message>
    <message>
        <source>sold out</source>
        <translation>разобрали</translation>
    </message>
    <message>
        <source>hand over</source>
        <translation>отдать сразу</translation>
    </message>
    <message>
        <source>take now</source>
        <translation>с собой</translation>
    </message>
    <message>
        <source>home</source>
        <translation>домой</translation>
    </message>
    <message>
        <source>to this store</source>
        <translation>сюда</translation>
    </message>
    <message>
        <source>here</source>
        <translation>здесь</translation>
    </message>
    <message>
        <source>home tomorrow</source>
        <translation>домой завтра</translation>
    </message>
    <message>
        <source>few left, as of {time}</source>
        <translation>мало, на {time}</translation>
    </message>
    <message>
        <source>in stock, as of {time}</source>
        <translation>в наличии на {time}</translation>
    </message>
    <message>
        <source>Stock checked {ago} ago</source>
        <translation>Наличие проверено {ago} назад</translation>
    </message>
    <message>
        <source>As of {time}. We confirm after you order</source>
        <translation>По данным на {time}. Подтвердим после заказа</translation>
    </message>
    <message>
        <source>from {number}</source>
        <translation>из {number}</translation>
    </message>
    <message>
        <source>at another terminal</source>
        <translation>на другом терминале</translation>
    </message>
    <message>
        <source>{n} · set on the website</source>
        <translation>{n} · с сайта</translation>
    </message>
    <message>
        <source>{n} · set in the app</source>
        <translation>{n} · из приложения</translation>
    </message>
    <message>
        <source>{n} · set in the messenger</source>
        <translation>{n} · из мессенджера</translation>
    </message>
    <message>
        <source>{n} · set by phone</source>
        <translation>{n} · по телефону</translation>
    </message>
    <message>
        <source>{n} · set on this screen</source>
        <translation>{n} · с этого экрана</translation>
    </message>
    <message>
        <source>Stock as of {time}</source>
        <translation>Наличие на {time}</translation>
    </message>
    <message>
        <source>Stock as in the catalogue; confirmed when the order is processed</source>
        <translation>Наличие по каталогу; подтвердим при обработке заказа</translation>
    </message>
    <message>
        <source>{distance} m</source>
        <translation>{distance} м</translation>
    </message>
    <message>
        <source>{distance} km</source>
        <translation>{distance} км</translation>
    </message>
    <message>
        <source>website</source>
        <translation>сайт</translation>
    </message>
    <message>
        <source>app</source>
        <translation>приложение</translation>
    </message>
    <message>
        <source>messenger</source>
        <translation>мессенджер</translation>
    </message>
    <message>
        <source>call centre</source>
        <translation>колл-центр</translation>
    </message>
    <message>
        <source>added here</source>
        <translation>добавлено здесь</translation>
    </message>
    <message>
        <source>changed on the website</source>
        <translation>изменено на сайте</translation>
    </message>
    <message>
        <source>changed in the app</source>
        <translation>изменено в приложении</translation>
    </message>
    <message>
        <source>changed in the messenger</source>
        <translation>изменено в мессенджере</translation>
    </message>
    <message>
        <source>changed by the call centre</source>
        <translation>изменено колл-центром</translation>
    </message>
    <message>
        <source>on the website</source>
        <translation>на сайте</translation>
    </message>
    <message>
        <source>in the app</source>
        <translation>в приложении</translation>
    </message>
    <message>
        <source>in the messenger</source>
        <translation>в мессенджере</translation>
    </message>
    <message>
        <source>by the call centre</source>
        <translation>через колл-центр</translation>
    </message>
    <message>
        <source>women</source>
        <translation>женщинам</translation>
    </message>
    <message>
        <source>men</source>
        <translation>мужчинам</translation>
    </message>
    <message>
        <source>children</source>
        <translation>детям</translation>
    </message>
    <message>
        <source>babies</source>
        <translation>малышам</translation>
    </message>
    <message>
        <source>from our warehouse</source>
        <translation>с нашего склада</translation>
    </message>
    <message>
        <source>from {place}</source>
        <translation>из магазина «{place}»</translation>
    </message>
    <message>
        <source>free</source>
        <translation>бесплатно</translation>
    </message>
    <message>
        <source>{fee}, free from {limit}</source>
        <translation>{fee}, бесплатно от {limit}</translation>
    </message>
    <message>
        <source>As of {time}. Confirmed after the order</source>
        <translation>По данным на {time}. Подтвердим после заказа</translation>
    </message>
</context>
</TS>
