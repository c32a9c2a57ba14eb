const ws = new WebSocket('ws://localhost:8001/api/v1/websocket/ws');

ws.onopen = function() {
    console.log('WebSocket已连接');

    // 订阅频道
    ws.send(JSON.stringify({
        type: 'subscribe',
        channel: 'backtest_progress'
    }));

    ws.send(JSON.stringify({
        type: 'subscribe',
        channel: 'notifications'
    }));
};

ws.onmessage = function(event) {
    const data = JSON.parse(event.data);

    switch(data.type) {
        case 'backtest_progress_update':
            console.log(`进度: ${data.data.progress}%`);
            break;

        case 'chart_update':
            console.log(`图表数据: ${data.symbol}`);
            break;

        case 'notification':
            console.log(`通知: ${data.notification.title}`);
            break;
    }
};

ws.onerror = function(error) {
    console.error('WebSocket错误:', error);
};

ws.onclose = function() {
    console.log('WebSocket已关闭');
};
