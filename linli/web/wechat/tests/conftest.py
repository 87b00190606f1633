from linli.gateways.wechat.tests.conftest import platform as platform
from linli.gateways.wechat.tests.conftest import town as town
